// The instants of one stream never go back, whatever the clocks say.
import { expect } from 'chai';
import type { CommitStore } from '../store/store.ts';
import { message } from '../testing/given.ts';
import { harness } from '../testing/runtime-harness.ts';
import { add } from '../testing/tally.ts';
import { sleep } from './time.ts';

const APART_MS = 3_500;

/** What this instance measures of the database's clock is `ms` off. */
const off =
  (ms: number) =>
  (store: CommitStore): Partial<CommitStore> => ({ now: async () => (await store.now()) + ms });

const instantsOf = async (store: CommitStore, stream: string): Promise<readonly number[]> =>
  (await store.load(stream, 0)).events.map(({ at }) => at);

const addTwice = (id: string, tally: string) =>
  message({ type: 'AddTwice', id, data: { tally, afterMs: 10_000, enough: 5 } });

describe('Time in a stream', () => {
  /** Of two instances on one store, the first believes that it is `APART_MS` later than the second does. */
  const apart = async () => {
    const early = harness({ wrap: off(APART_MS) });
    const late = harness({ clock: early.clock, base: early.base });
    await Promise.all([early.runtime.start(), late.runtime.start()]);
    return { early, late, base: early.base, clock: early.clock };
  };

  // @mutation The state: time that never runs backwards in a stream: each commit is dated by its own clock [twin: time running backwards]
  it('does not run backwards when the other instance is behind', async () => {
    const { early, late, base, clock } = await apart();
    const begin = clock.now();
    await early.runtime.handle(add('m1', 1, 'a'));
    await clock.advance(500);
    await late.runtime.handle(add('m2', 1, 'a'));
    await clock.advance(APART_MS);
    await late.runtime.handle(add('m3', 1, 'a'));
    const expected = [begin + APART_MS, begin + APART_MS, begin + 500 + APART_MS];
    expect(await instantsOf(base, 'tally-a')).to.deep.equal(expected);
  });

  it('does not run backwards when the stream was cached before the other one wrote', async () => {
    const { early, late, base, clock } = await apart();
    await late.runtime.handle(add('m1', 1, 'a'));
    await early.runtime.handle(add('m2', 1, 'a'));
    const overtaken = late.runtime.handle(add('m3', 1, 'a'));
    await clock.advance(100);
    await overtaken;
    const [, second, third] = await instantsOf(base, 'tally-a');
    expect(late.seen('conflict')).to.have.length(1);
    expect(third).to.equal(second);
  });

  it('counts what was only read as well', async () => {
    const { early, late, base } = await apart();
    await early.runtime.handle(add('m1', 1, 'a'));
    await late.runtime.handle(message({ type: 'Read', id: 'm2', data: { tally: 'a' } }));
    const commits = await base.find(['m1', 'm2']);
    expect(new Set(commits.map(({ at }) => at))).to.have.length(1);
  });

  it('carries over from one stream to another that is written with it', async () => {
    const { early, late, base, clock } = await apart();
    const begin = clock.now();
    await early.runtime.handle(add('m1', 1, 'a'));
    await Promise.all(
      [add('m2', 1, 'a', 'b'), add('m3', 1, 'b'), add('m4', 1, 'c')].map(late.runtime.handle),
    );
    expect(await instantsOf(base, 'tally-b'), 'decided in one batch').to.deep.equal([
      begin + APART_MS,
      begin + APART_MS,
    ]);
    expect(await instantsOf(base, 'tally-c'), 'has nothing to do with it').to.deep.equal([begin]);
  });

  it('is what a decision is told', async () => {
    const { early, late, base, clock } = await apart();
    await early.runtime.handle(add('m1', 1, 'a'));
    await late.runtime.handle(addTwice('m2', 'a'));
    const [commit] = await base.find(['m2']);
    const [, timer] = commit?.outbox ?? [];
    expect(timer?.notBefore).to.equal(clock.now() + APART_MS + 10_000);
    expect(commit?.at).to.equal(clock.now() + APART_MS);
  });

  it('does not run backwards after an outage in which the clock was read', async () => {
    let answersAfter = 0;
    const world = harness({
      wrap: (store) => ({
        now: async () => {
          if (answersAfter > 0) await sleep(world.clock, answersAfter);
          return store.now();
        },
      }),
    });
    const { runtime, clock, base } = world;
    await runtime.start();
    answersAfter = 7_000; // so that half of it is taken as the way there
    await clock.advance(0); // the first sweep asks
    answersAfter = 0;
    await clock.advance(7_500); // and has its answer, which the next sweep will correct
    const begin = clock.now();
    await runtime.handle(add('m1', 1, 'a'));
    await clock.advance(2_000);
    await runtime.handle(add('m2', 1, 'a'));
    await runtime.handle(add('m3', 1, 'b'));
    expect(await instantsOf(base, 'tally-a')).to.deep.equal([begin + 3_500, begin + 3_500]);
    expect(await instantsOf(base, 'tally-b'), 'the clock has been put right').to.deep.equal([begin + 2_000]);
  });
});
