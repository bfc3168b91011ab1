// What a commit keeps is enough to decide it again.
import { expect } from 'chai';
import { replay } from '../decider/decider.ts';
import type { Message, Stamp } from '../decider/message.ts';
import type { Commit } from '../store/commit.ts';
import { decidedOn, parseWrite } from '../store/commit.ts';
import { copy } from '../store/copy.ts';
import type { CommitStore } from '../store/store.ts';
import { message } from '../testing/given.ts';
import { harness } from '../testing/runtime-harness.ts';
import { add, tally } from '../testing/tally.ts';
import type { Added, TallyMessage } from '../testing/tally.ts';
import { countingIds } from '../testing/virtual-clock.ts';
import { contentOf } from './commit-of.ts';

const read = (id: string, of: string) => message({ type: 'Read', id, data: { tally: of } });
const addTwice = message({ type: 'AddTwice', id: 'm3', data: { tally: 'a', afterMs: 50, enough: 100 } });

/** The stream as it was before the commit, which is the last one of the store if it did not write to it. */
const before = async (store: CommitStore, stream: string, { events }: Commit) => {
  const all = (await store.load(stream, 0)).events as unknown as readonly (Added & { version: number })[];
  const first = events.find((event) => event.stream === stream)?.version ?? all.length + 1;
  const past = all.filter(({ version }) => version < first);
  return { state: replay(tally.evolve, past), version: past.length };
};

const decideAgain = async (store: CommitStore, commit: Commit) => {
  const decided = decidedOn(commit) as TallyMessage & Stamp;
  const streams = await Promise.all(
    tally.streams(decided).map(async (stream) => [stream, await before(store, stream, commit)] as const),
  );
  const states = Object.fromEntries(streams.map(([stream, { state }]) => [stream, state]));
  const decision = tally.decide(states, decided);
  const origin = { ids: countingIds(), service: 'tally' };
  return contentOf(origin, decided, { decision, folded: Object.fromEntries(streams) });
};

const contentIn = ({ writes, reads, events, outbox }: Commit) => ({
  ...(writes && { writes }),
  ...(reads && { reads }),
  events,
  outbox,
});

describe('A commit', () => {
  // @mutation The state: the stamp: the instant and the chance of a decision are not kept with its message [twin: chance in a decider; a clock in a decider]
  it('keeps the very message that was decided on', async () => {
    const seen: (Message & Stamp)[] = [];
    const decide: typeof tally.decide = (states, incoming) => {
      seen.push(incoming);
      return tally.decide(states, incoming);
    };
    const { runtime, base, clock } = harness({ decider: { ...tally, decide } });
    const { receivedAt: _receivedAt, random: _random, ...plain } = add('m1', 5, 'a');
    const sent = { ...plain, sagaId: 'o1', attempt: 2, traceparent: '00-1-2-00', fingerprint: 'f' };
    await runtime.handle(sent);
    const [commit] = await base.find(['m1']);
    const decided = commit && decidedOn(commit);
    expect(decided).to.deep.equal({ ...sent, receivedAt: clock.now(), random: 0.5 });
    expect([decided]).to.deep.equal(copy(seen));
  });

  it('keeps no id twice', async () => {
    const { runtime, base } = harness();
    await runtime.handle(add('m1', 5, 'a'));
    const [commit] = await base.find(['m1']);
    expect(commit?.input).not.to.have.any.keys('id', 'correlationId', 'causationId');
  });

  // @mutation The state: what a decision read and did not write: its version is not kept [twin: a commit that forgets what it read]
  it('says which version it saw of a stream that it read and did not write', async () => {
    const { runtime, base } = harness();
    for (const id of ['m1', 'm2']) await runtime.handle(add(id, 1, 'a'));
    await Promise.all([read('m3', 'a'), add('m4', 1, 'a'), read('m5', 'b')].map(runtime.handle));
    const commits = await base.find(['m2', 'm3', 'm5']);
    const reads = Object.fromEntries(commits.map((commit) => [commit._id, commit.reads?.map(parseWrite)]));
    expect(reads).to.deep.equal({
      m2: undefined,
      m3: [{ stream: 'tally-a', version: 2 }],
      m5: [{ stream: 'tally-b', version: 0 }],
    });
  });

  // @mutation The state: what a decider was made with: its settings are not kept [twin: a commit that forgets its settings]
  it('says what its decider was made with, if with anything', async () => {
    const settings = { enough: 7 };
    for (const given of [undefined, settings]) {
      const { runtime, base } = harness({ ...(given && { settings: given }) });
      await runtime.handle(add('m1', 5, 'a'));
      expect((await base.find(['m1']))[0]?.settings).to.deep.equal(given);
    }
  });

  it('is the same when it is decided again on the states of its moment', async () => {
    const { runtime, base, clock } = harness();
    await runtime.start();
    await runtime.handle(add('m1', 5, 'a'));
    await Promise.all([add('m2', 1, 'a', 'b'), addTwice, read('m4', 'b')].map(runtime.handle));
    await clock.advance(2_000);
    const { commits } = await base.page(undefined, 100);
    expect(commits.map(({ commit }) => commit.input.type)).to.deep.equal([
      'Add',
      'Add',
      'AddTwice',
      'Read',
      'AddAgain',
    ]);
    for (const { commit } of commits)
      expect(copy(await decideAgain(base, commit)), commit._id).to.deep.equal(contentIn(commit));
  });
});
