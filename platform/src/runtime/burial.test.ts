import { expect } from 'chai';
import type { Delivery } from '../bus/bus.ts';
import { TransientError } from '../decider/errors.ts';
import type { DeadLetters } from '../store/dead-letters.ts';
import { memoryDeadLetters } from '../store/memory-dead-letters.ts';
import { countingIds, settle, virtualClock } from '../testing/virtual-clock.ts';
import { burial } from './burial.ts';
import type { Observation } from './ports.ts';

const delivery = (body: string): Delivery => ({
  ...{ queue: 'q', body, epoch: 1, ack: () => undefined },
  decoded: { ok: false, reason: 'not JSON' },
});

/** `add` gets the letters' own `add` to call or not. */
const started = (add: (own: DeadLetters['add']) => DeadLetters['add'] = (own) => own) => {
  const clock = virtualClock();
  const letters = memoryDeadLetters();
  const writes: number[] = [];
  const told: Observation[] = [];
  const keep = add((letter) => letters.add(letter));
  const bury = burial({
    ...{ clock, ids: countingIds(), now: clock.now, observer: (seen) => void told.push(seen) },
    deadLetters: {
      ...letters,
      add: (letter) => {
        writes.push(letter.count);
        return keep(letter);
      },
    },
  });
  return { clock, letters, writes, told, bury };
};

describe('Burying what can never work', () => {
  // @covers F-30
  it('writes copies that come while one is written down together, and counts each', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const { bury, letters, writes, told } = started((own) => async (letter) => {
      await gate;
      await own(letter);
    });
    const first = bury(delivery('x'), 'not JSON');
    await settle();
    const copies = Array.from({ length: 999 }, () => bury(delivery('x'), 'not JSON'));
    open();
    await Promise.all([first, ...copies]);
    expect(writes).to.deep.equal([1, 999]);
    const [letter] = await letters.list(undefined, 10);
    expect(letter).to.include({ body: 'x', reason: 'not JSON', count: 1_000 });
    expect(told.map((seen) => 'count' in seen && seen.count)).to.deep.equal([1, 999]);
  });

  it('tells nobody that a message is kept before it is', async () => {
    const done: string[] = [];
    const { bury } = started(() => () => new Promise<void>(() => undefined));
    for (const body of ['x', 'x', 'y']) void bury(delivery(body), 'bad').then(() => done.push(body));
    await settle();
    expect(done).to.deep.equal([]);
  });

  it('keeps different messages apart, and one that comes later counts up', async () => {
    const { bury, letters, writes } = started();
    await Promise.all([bury(delivery('x'), 'bad'), bury(delivery('y'), 'bad')]);
    await bury(delivery('x'), 'bad');
    expect(writes).to.deep.equal([1, 1, 1]);
    const counts = (await letters.list(undefined, 10)).map(({ body, count }) => `${body} ${count}`);
    expect(counts).to.have.members(['x 2', 'y 1']);
  });

  it('waits for a store that is away, with everything that comes meanwhile', async () => {
    let left = 3;
    const { bury, clock, letters } = started(
      (own) => (letter) =>
        left-- > 0 ? Promise.reject(new TransientError('STORE_UNAVAILABLE', 'no primary')) : own(letter),
    );
    const buried = [bury(delivery('x'), 'bad')];
    await settle();
    buried.push(bury(delivery('x'), 'bad'));
    await clock.advance(10_000);
    await Promise.all(buried);
    expect((await letters.list(undefined, 10)).map(({ count }) => count)).to.deep.equal([2]);
  });
});
