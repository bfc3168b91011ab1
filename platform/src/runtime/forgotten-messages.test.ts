import { expect } from 'chai';
import { answeredBy } from '../store/forgetting.ts';
import { memoryStore } from '../store/memory-store.ts';
import { harness } from '../testing/runtime-harness.ts';
import { add } from '../testing/tally.ts';

const RETENTION_MS = 100_000;
const request = { ...add('http:add:a:1', 5, 'a'), fingerprint: 'of its body' };

/** A service that has handled a request, and forgotten it. */
const forgetful = async (options: Parameters<typeof harness>[0] = {}) => {
  const world = harness({ retentionMs: RETENTION_MS, ...options });
  await world.runtime.start();
  const outcome = await world.runtime.handle(request);
  if (outcome.status !== 'committed') throw new Error(`it was ${outcome.status}`);
  const tombstone = { correlationId: 'o1', endedAt: 0, forgottenAt: 1, commits: 1 };
  await world.base.keepTombstone({ ...tombstone, requests: [answeredBy(outcome.commit)] });
  await world.base.markSent([{ id: request.id, sent: outcome.commit.outbox.map((_entry, n) => n) }]);
  await world.base.forget('o1', ['tally-a']);
  return world;
};

describe('A message whose correlation was forgotten', () => {
  // @mutation The state: the look for tombstones: it is left out [twin: a tombstone is missing]
  it('has the answer that its commit gave, if it is a request with that id: nothing is decided', async () => {
    const { runtime, total } = await forgetful();
    const again = await runtime.handle(request);
    expect(again).to.deep.equal({
      status: 'duplicate',
      commit: { _id: request.id, input: { type: 'Add', fingerprint: 'of its body' } },
    });
    expect(await total('a')).to.equal(0);
  });

  it('is refused if it is a new request', async () => {
    const { runtime, total } = await forgetful();
    const outcome = await runtime.handle(add('http:add:a:2', 5, 'a'));
    expect(outcome).to.deep.equal({
      status: 'refused',
      refusal: {
        code: 'FORGOTTEN',
        detail: 'o1 ended at 1970-01-01T00:00:00.000Z, and what happened to it was forgotten',
      },
    });
    expect(await total('a')).to.equal(0);
  });

  it('is given up if it is a timer that somebody still has in hand', async () => {
    const { runtime } = await forgetful();
    const error = await runtime.handle(add('o1.00000001', 5, 'a')).catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: 'EXPIRED' });
  });

  it('takes effect if it belongs to something else', async () => {
    const { runtime, total } = await forgetful();
    await runtime.handle({ ...add('http:add:b:1', 5, 'b'), correlationId: 'o2' });
    expect(await total('b')).to.equal(5);
  });

  it('is looked for before each further insert after an unknown outcome', async () => {
    const base = memoryStore({ now: () => 0 });
    const losesOne = { left: 0 };
    const { runtime, clock, total } = await forgetful({
      base,
      wrap: (store) => ({
        insertOrdered: async (commits) => {
          if (losesOne.left-- <= 0) return store.insertOrdered(commits);
          await base.keepTombstone({
            correlationId: 'o2',
            endedAt: 0,
            forgottenAt: 1,
            commits: 0,
            requests: [],
          });
          return { status: 'unknown', error: 'connection lost' };
        },
      }),
    });
    losesOne.left = 1;
    const outcome = runtime.handle({ ...add('http:add:b:2', 5, 'b'), correlationId: 'o2' });
    await clock.advance(1_000);
    expect(await outcome).to.have.nested.property('refusal.code', 'FORGOTTEN');
    expect(await total('b')).to.equal(0);
  });
});
