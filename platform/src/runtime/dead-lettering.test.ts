import { expect } from 'chai';
import type { Delivery } from '../bus/bus.ts';
import type { Message } from '../decider/message.ts';
import { TransientError } from '../decider/errors.ts';
import type { DeadLetters } from '../store/dead-letters.ts';
import { memoryDeadLetters } from '../store/memory-dead-letters.ts';
import { countingIds, settle, virtualClock } from '../testing/virtual-clock.ts';
import { deadLettering } from './dead-lettering.ts';
import type { Observation } from './ports.ts';

const delivery = (content: string | Uint8Array, queue = 'q'): Delivery => ({
  queue,
  bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  epoch: 1,
  ack: () => undefined,
  decoded: { ok: false, reason: 'not JSON' },
});

/** Read, and refused afterwards. */
const under = (id: string, content: string): Delivery => ({
  ...delivery(content),
  decoded: { ok: true, message: { id } as Message },
});

/** `add` gets the letters' own `add` to call or not. */
const started = (add: (own: DeadLetters['add']) => DeadLetters['add'] = (own) => own) => {
  const clock = virtualClock();
  const letters = memoryDeadLetters();
  const writes: number[] = [];
  const observed: Observation[] = [];
  const keep = add((letter) => letters.add(letter));
  const toDeadLetters = deadLettering({
    clock,
    ids: countingIds(),
    now: clock.now,
    observer: (seen) => void observed.push(seen),
    deadLetters: {
      ...letters,
      add: (letter) => {
        writes.push(letter.count);
        return keep(letter);
      },
    },
  });
  return { clock, letters, writes, observed, toDeadLetters };
};

describe('Dead-lettering', () => {
  // @covers F-30
  it('writes copies that come while one is written down together, and counts each', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const { toDeadLetters, letters, writes, observed } = started((own) => async (letter) => {
      await gate;
      await own(letter);
    });
    const first = toDeadLetters(delivery('x'), 'not JSON');
    await settle();
    const copies = Array.from({ length: 999 }, () => toDeadLetters(delivery('x'), 'not JSON'));
    open();
    await Promise.all([first, ...copies]);
    expect(writes).to.deep.equal([1, 999]);
    const [letter] = await letters.list(undefined, 10);
    expect(letter).to.include({ body: 'x', reason: 'not JSON', count: 1_000 });
    expect(observed.map((seen) => 'count' in seen && seen.count)).to.deep.equal([1, 999]);
  });

  it('tells nobody that a message is kept before it is', async () => {
    const done: string[] = [];
    const { toDeadLetters } = started(() => () => new Promise<void>(() => undefined));
    for (const body of ['x', 'x', 'y']) void toDeadLetters(delivery(body), 'bad').then(() => done.push(body));
    await settle();
    expect(done).to.deep.equal([]);
  });

  it('keeps different messages apart, and one that comes later counts up', async () => {
    const { toDeadLetters, letters, writes } = started();
    await Promise.all([toDeadLetters(delivery('x'), 'bad'), toDeadLetters(delivery('y'), 'bad')]);
    await toDeadLetters(delivery('x'), 'bad');
    expect(writes).to.deep.equal([1, 1, 1]);
    const counts = (await letters.list(undefined, 10)).map(({ body, count }) => `${body} ${count}`);
    expect(counts).to.have.members(['x 2', 'y 1']);
  });

  it('keeps one for each queue, id and content, and counts only what is the same in all three', async () => {
    const { toDeadLetters, letters, observed } = started();
    const all = [
      ...[delivery('x'), delivery('x', 'q2'), under('m1', 'x'), under('m1', 'y'), under('m2', 'x')],
      ...[delivery('\ufffd'), delivery(Uint8Array.of(0xff)), delivery(Uint8Array.of(0xfe))],
    ];
    for (const each of [...all, ...all]) await toDeadLetters(each, 'bad');
    const kept = await letters.list(undefined, 100);
    expect(kept.map(({ count }) => count)).to.deep.equal(all.map(() => 2));
    const words = kept.map(
      ({ queue, messageId = '-', body, encoding }) => `${queue} ${messageId} ${encoding} ${body}`,
    );
    expect(words).to.have.members([
      ...['q - utf-8 x', 'q2 - utf-8 x', 'q m1 utf-8 x', 'q m1 utf-8 y', 'q m2 utf-8 x'],
      ...['q - utf-8 \ufffd', 'q - base64 /w==', 'q - base64 /g=='],
    ]);
    const ofMessage = observed.flatMap((seen) =>
      seen.kind === 'dead-letter' && seen.id === 'm2' ? [seen.letter] : [],
    );
    const [letter] = kept.filter(({ messageId }) => messageId === 'm2');
    expect(ofMessage).to.deep.equal([letter?._id, letter?._id]);
  });

  it('keeps two apart that are too large and begin alike', async () => {
    const { toDeadLetters, letters } = started();
    const large = (end: string) => delivery(`${' '.repeat(300_000)}${end}`);
    for (const end of ['a', 'b', 'b']) await toDeadLetters(large(end), 'too large');
    const kept = await letters.list(undefined, 10);
    expect(kept.map(({ count }) => count).sort()).to.deep.equal([1, 2]);
    for (const { body, size } of kept) expect([body, size]).to.deep.equal([' '.repeat(16_384), 300_001]);
  });

  it('waits for a store that is away, with everything that comes meanwhile', async () => {
    let left = 3;
    const { toDeadLetters, clock, letters } = started(
      (own) => (letter) =>
        left-- > 0 ? Promise.reject(new TransientError('STORE_UNAVAILABLE', 'no primary')) : own(letter),
    );
    const waiting = [toDeadLetters(delivery('x'), 'bad')];
    await settle();
    waiting.push(toDeadLetters(delivery('x'), 'bad'));
    await clock.advance(10_000);
    await Promise.all(waiting);
    expect((await letters.list(undefined, 10)).map(({ count }) => count)).to.deep.equal([2]);
  });
});
