import { expect } from 'chai';
import { TransientError } from '../decider/errors.ts';
import { memoryStore } from '../store/memory-store.ts';
import { message } from '../testing/given.ts';
import { harness } from '../testing/runtime-harness.ts';
import { add } from '../testing/tally.ts';
import type { TallyMessage } from '../testing/tally.ts';
import { settle } from '../testing/virtual-clock.ts';

const QUEUE = 'tally.commands';
const RETENTION_MS = 100_000;
const GREATEST_AGE_MS = 90_000;

const started = async (options: Parameters<typeof harness>[0] = {}) => {
  const world = harness({ retentionMs: RETENTION_MS, ...options });
  await world.runtime.start();
  const reasons = async () => (await world.deadLetters.list(undefined, 10)).map(({ reason }) => reason);
  return { ...world, reasons };
};
/** As old as the test's clock is ahead of where it began. */
const old = add('m1', 5, 'a');

describe('A service with a retention', () => {
  // @mutation The messages: the age of a message: it is not looked at [twin: the age of a message is not looked at]
  it('refuses a message that is nearly as old as the retention: it becomes a dead letter, and is acked', async () => {
    const { clock, deliver, total, reasons } = await started();
    await clock.advance(GREATEST_AGE_MS + 1);
    const delivery = deliver(QUEUE, old);
    await settle();
    expect([delivery.acked, await total('a')]).to.deep.equal([true, 0]);
    expect(await reasons()).to.deep.equal([
      'EXPIRED: Add was sent at 2026-01-01T00:00:00.000Z, which is longer ago than this service answers for',
    ]);
  });

  it('gives the same answer where the commit of the message is still there', async () => {
    const { clock, deliver, total, reasons } = await started();
    deliver(QUEUE, old);
    await clock.advance(GREATEST_AGE_MS + 1);
    deliver(QUEUE, old);
    await settle();
    expect(await total('a')).to.equal(5);
    expect((await reasons()).join()).to.match(/^EXPIRED/);
  });

  it('takes what is not so old, and knows it again', async () => {
    const { clock, deliver, total, reasons } = await started();
    await clock.advance(GREATEST_AGE_MS);
    for (const _time of ['once', 'again']) {
      deliver(QUEUE, old);
      await settle();
    }
    expect([await total('a'), await reasons()]).to.deep.equal([5, []]);
  });

  // @mutation The messages: the age of a message, looked at behind the inbox: it is looked at when the message comes [none: it takes a stall that begins and ends at just the right instant]
  it('looks at the age when the inbox has answered, however long that took', async () => {
    const state = { away: true };
    const { clock, deliver, total, reasons } = await started({
      wrap: (store) => ({
        find: (ids) =>
          state.away
            ? Promise.reject(new TransientError('STORE_UNAVAILABLE', 'no primary'))
            : store.find(ids),
      }),
    });
    deliver(QUEUE, old);
    await clock.advance(GREATEST_AGE_MS + 1);
    state.away = false;
    await clock.advance(5_000);
    expect(await total('a')).to.equal(0);
    expect((await reasons()).join()).to.match(/^EXPIRED/);
  });

  it('refuses a dead letter that is replayed too late', async () => {
    const { clock, runtime, total } = await started();
    await clock.advance(GREATEST_AGE_MS + 1);
    const refused = await runtime
      .replay(new TextEncoder().encode(JSON.stringify(old)))
      .catch((error: unknown) => error);
    expect(refused).to.include({ code: 'EXPIRED' });
    expect(await total('a')).to.equal(0);
  });

  it('lets a timer of its own be as old as it was meant to be', async () => {
    const { clock, runtime, total, reasons } = await started();
    const data = { tally: 'a', afterMs: 5 * RETENTION_MS, enough: 9 };
    await runtime.handle(message<Extract<TallyMessage, { type: 'AddTwice' }>>({ type: 'AddTwice', data }));
    await clock.advance(5 * RETENTION_MS + 2_000);
    expect([await total('a'), await reasons()]).to.deep.equal([2, []]);
  });

  it('takes a request by HTTP whatever its age: that one has none', async () => {
    const { clock, runtime, total } = await started();
    await clock.advance(5 * RETENTION_MS);
    await runtime.handle(add('http:add:a:1', 5, 'a'));
    expect(await total('a')).to.equal(5);
  });
});

describe('A service that has forgotten something', () => {
  const stone = { correlationId: 'o9', forgottenAt: 1, commits: 1, requests: [] };

  it('refuses whatever is older than that, also once its retention is longer', async () => {
    const base = memoryStore({ now: () => 0 });
    await base.keepTombstone({ ...stone, endedAt: Date.parse(old.time) });
    const { deliver, total, reasons } = await started({ base });
    deliver(QUEUE, old);
    deliver(QUEUE, { ...add('m2', 1, 'a'), time: '2026-01-01T00:00:00.001Z' });
    await settle();
    expect(await total('a')).to.equal(1);
    expect((await reasons()).join()).to.match(/^EXPIRED/);
  });

  it('does not start without a retention', async () => {
    const base = memoryStore({ now: () => 0 });
    await base.keepTombstone({ ...stone, endedAt: 1 });
    const error = await started({ base, retentionMs: undefined }).catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: 'RETENTION_MISSING' });
  });
});

describe('A service without a retention', () => {
  it('takes a message of any age', async () => {
    const { clock, deliver, total, reasons } = await started({ retentionMs: undefined });
    await clock.advance(5 * RETENTION_MS);
    deliver(QUEUE, old);
    await settle();
    expect([await total('a'), await reasons()]).to.deep.equal([5, []]);
  });
});
