import { expect } from 'chai';
import fc from 'fast-check';
import { memoryStore } from '../store/memory-store.ts';
import type { Commit } from '../store/commit.ts';
import { commitOf } from '../store/fixtures.ts';
import type { CommitStore } from '../store/store.ts';
import { tally } from '../testing/tally.ts';
import { isPresumed, streamCache } from './stream-cache.ts';

const commit = (stream: string, version: number): Commit =>
  commitOf(`${stream}-${version}`, {
    writes: [[stream, version]],
    at: 1_000 * version,
    lamport: version,
    events: [{ stream, version, type: 'Added', schemaVersion: 1, data: { n: 1 } }],
  });

const filled = async (...commits: Commit[]): Promise<{ store: CommitStore; loads: string[] }> => {
  const base = memoryStore({ now: () => 0 });
  await base.insertOrdered(commits);
  const loads: string[] = [];
  const load: CommitStore['load'] = (stream, after, upTo) => {
    loads.push(`${stream} above ${after}`);
    return base.load(stream, after, upTo);
  };
  return { store: { ...base, load }, loads };
};

const never = { state: undefined, version: -1, lamport: 0, at: 0 };
const hundred = Array.from({ length: 100 }, (_, n) => commit('tally-a', n + 1));

const errorOf = async (reading: unknown): Promise<unknown> => {
  try {
    await reading;
    return undefined;
  } catch (error) {
    return error;
  }
};

describe('The cache of folded streams', () => {
  it('loads a stream once and then answers from memory', async () => {
    const { store, loads } = await filled(commit('tally-a', 1));
    const cache = streamCache(store, tally);
    expect(await cache.get('tally-a')).to.deep.equal({ state: 1, version: 1, lamport: 1, at: 1_000 });
    await cache.get('tally-a');
    expect(loads).to.deep.equal(['tally-a above 0']);
  });

  it('reads only what is new when asked for a fresh state', async () => {
    const { store, loads } = await filled(commit('tally-a', 1));
    const cache = streamCache(store, tally);
    await cache.get('tally-a');
    await store.insertOrdered([commit('tally-a', 2)]);
    expect(await cache.fresh('tally-a')).to.include({ state: 2, version: 2, at: 2_000 });
    expect(loads).to.deep.equal(['tally-a above 0', 'tally-a above 1']);
  });

  it('keeps no more streams than it may, and lets go of those unused for longest', async () => {
    const { store } = await filled();
    const cache = streamCache(store, tally, 4);
    for (const name of ['a', 'b', 'a', 'c', 'd']) await cache.get(`tally-${name}`);
    const kept = ['a', 'b', 'c', 'd'].filter((name) => cache.has(`tally-${name}`));
    expect(kept).to.deep.equal(['a', 'c', 'd']);
  });

  it('takes a snapshot at every hundredth version, and starts from it afterwards', async () => {
    const { store, loads } = await filled(...hundred.slice(0, 99));
    const cache = streamCache(store, tally);
    await cache.get('tally-a');
    await store.insertOrdered(hundred.slice(99));
    cache.advance(hundred[99] ?? commit('none', 1));
    await store.insertOrdered([commit('tally-a', 101)]);
    const latest = { state: 101, version: 101, lamport: 101, at: 101_000 };
    expect(await streamCache(store, tally).get('tally-a')).to.deep.equal(latest);
    expect(loads).to.deep.equal(['tally-a above 0', 'tally-a above 100']);
  });

  it('makes snapshots again that were thrown away, by loading, and comes to the same state without them', async () => {
    const length = fc.integer({ min: 0, max: 450 });
    const step = fc.record({
      drop: fc.boolean(),
      load: fc.boolean(),
      more: fc.integer({ min: 0, max: 120 }),
    });
    await fc.assert(
      fc.asyncProperty(length, fc.array(step, { maxLength: 5 }), async (first, steps) => {
        const store = memoryStore({ now: () => 0 });
        let version = 0;
        const add = async (count: number): Promise<void> => {
          const commits = Array.from({ length: count }, () => commit('tally-a', (version += 1)));
          await store.insertOrdered(commits);
        };
        await add(first);
        for (const { drop, load, more } of steps) {
          if (load) await streamCache(store, tally).fresh('tally-a');
          if (drop) await store.dropSnapshots();
          await add(more);
        }
        const folded = await streamCache(store, tally).fresh('tally-a');
        await store.dropSnapshots();
        expect(await streamCache(store, tally).fresh('tally-a')).to.deep.equal(folded);
        expect(folded.version).to.equal(version);
        expect((await store.snapshot('tally-a'))?.version).to.equal(version < 100 ? undefined : version);
      }),
      { numRuns: 30 },
    );
  });

  it('starts from no snapshot of other schema versions, and puts one of its own in its place', async () => {
    const { store, loads } = await filled(...hundred);
    const odd = { stream: 'tally-a', version: 100, lamport: 1, at: 1, state: -1, schemaVersions: 'Added@0' };
    await store.saveSnapshot(odd);
    expect(await streamCache(store, tally).fresh('tally-a')).to.include({ state: 100, version: 100 });
    expect(await streamCache(store, tally).fresh('tally-a')).to.include({ state: 100, version: 100 });
    expect(loads).to.deep.equal(['tally-a above 0', 'tally-a above 100']);
  });

  it('starts from a snapshot where it only took the stream for empty, and takes it for that no longer once it has asked', async () => {
    const { store, loads } = await filled(...hundred);
    await streamCache(store, tally).fresh('tally-a'); // makes a snapshot
    loads.splice(0);
    const cache = streamCache(store, tally);
    for (const stream of ['tally-a', 'tally-b', 'tally-c']) cache.presumeEmpty(stream);
    expect(await cache.fresh('tally-a')).to.include({ state: 100, version: 100 });
    expect(loads).to.deep.equal(['tally-a above 100']);
    await cache.warm(['tally-b'], true);
    expect(['tally-b', 'tally-c'].map((stream) => isPresumed(cache.peek(stream) ?? never))).to.deep.equal([
      false,
      true,
    ]);
  });

  it('loads a long stream piece by piece', async () => {
    const long = Array.from({ length: 5_001 }, (_, n) => commit('tally-a', n + 1));
    const { store, loads } = await filled(...long);
    expect(await streamCache(store, tally).fresh('tally-a')).to.include({ state: 5_001, version: 5_001 });
    expect(loads).to.deep.equal(['tally-a above 0', 'tally-a above 5000']);
  });

  // @mutation The state: the instant in a snapshot [none: the first snapshot comes after 100 events, and a simulated stream is shorter]
  it('knows from the snapshot alone when its last event was decided', async () => {
    const { store } = await filled(...hundred.slice(0, 99));
    const cache = streamCache(store, tally);
    await cache.get('tally-a');
    await store.insertOrdered(hundred.slice(99));
    cache.advance(hundred[99] ?? commit('none', 1));
    const latest = { state: 100, version: 100, lamport: 100, at: 100_000 };
    expect(await streamCache(store, tally).get('tally-a')).to.deep.equal(latest);
  });

  it('takes in a commit once, even if it was read before it was told', async () => {
    const { store } = await filled(commit('tally-a', 1));
    const cache = streamCache(store, tally);
    await cache.get('tally-a');
    cache.advance(commit('tally-a', 1));
    expect(await cache.get('tally-a')).to.include({ state: 1, version: 1 });
  });

  it('loads what others wrote meanwhile where they write the same streams, and nothing else', async () => {
    const { store, loads } = await filled(commit('tally-a', 1), commit('tally-b', 1));
    const cache = streamCache(store, tally);
    await cache.warm(['tally-a', 'tally-b']);
    await store.insertOrdered([commit('tally-a', 2)]);
    expect([...(await cache.warm(['tally-a', 'tally-b']))]).to.deep.equal([]);
    expect(await cache.get('tally-a'), 'without others').to.include({ version: 1 });
    expect([...(await cache.warm(['tally-a', 'tally-b'], true))]).to.deep.equal(['tally-a', 'tally-b']);
    expect(await cache.get('tally-a')).to.deep.equal({ state: 2, version: 2, lamport: 2, at: 2_000 });
    expect(loads, 'what had to be asked for by itself').to.deep.equal([]);
  });

  it('starts from a snapshot where a stream that it does not know has grown by much', async () => {
    const { store, loads } = await filled(...hundred);
    await streamCache(store, tally).get('tally-a');
    loads.splice(0);
    const cache = streamCache(store, tally);
    await cache.warm(['tally-a', 'tally-b']);
    expect(await cache.get('tally-a')).to.include({ state: 100, version: 100 });
    expect(loads).to.deep.equal(['tally-a above 100']);
  });

  it('goes on from what it knows where others have written much', async () => {
    const { store, loads } = await filled(...hundred.slice(0, 50));
    const cache = streamCache(store, tally);
    await cache.get('tally-a');
    await store.insertOrdered(hundred.slice(50));
    await cache.warm(['tally-a'], true);
    expect(await cache.get('tally-a')).to.include({ state: 100, version: 100 });
    expect(loads).to.deep.equal(['tally-a above 0', 'tally-a above 50']);
  });

  it('does not take a stream for empty that had to go while it was asked whether it has grown', async () => {
    const { store } = await filled(commit('tally-a', 1));
    const cache = streamCache(store, tally, 2);
    await cache.get('tally-a');
    await cache.warm(['tally-b', 'tally-c', 'tally-a'], true);
    expect(await cache.get('tally-a')).to.include({ state: 1, version: 1 });
  });

  it('does not go on with an old state where what others wrote cannot be folded', async () => {
    const { store } = await filled(commit('tally-a', 1), commit('tally-b', 1));
    const cache = streamCache(store, tally);
    await cache.warm(['tally-a', 'tally-b']);
    const odd = { stream: 'tally-a', version: 2, type: 'Added', schemaVersion: 1, data: { n: -9 } };
    await store.insertOrdered([commitOf('odd', { writes: [['tally-a', 2]], events: [odd] })]);
    await cache.warm(['tally-a', 'tally-b'], true);
    const error: unknown = await errorOf(cache.get('tally-a'));
    expect(String(error)).to.include('impossible tally');
    expect(await cache.get('tally-b')).to.include({ version: 1 });
  });

  it('does not keep other streams from being loaded where one has an event that cannot be read', async () => {
    const { store } = await filled(commit('tally-a', 1), commit('tally-b', 1));
    const newer = { stream: 'tally-a', version: 2, type: 'Added', schemaVersion: 9, data: { n: 1 } };
    await store.insertOrdered([commitOf('newer', { writes: [['tally-a', 2]], events: [newer] })]);
    const cache = streamCache(store, tally);
    await cache.warm(['tally-a', 'tally-b']);
    expect(await cache.get('tally-b')).to.include({ version: 1 });
    expect(await errorOf(cache.get('tally-a'))).to.include({ code: 'SCHEMA_VERSION_UNKNOWN' });
  });

  it('forgets a stream rather than keep one with a hole', async () => {
    const { store } = await filled(commit('tally-a', 1));
    const cache = streamCache(store, tally);
    await cache.get('tally-a');
    cache.advance(commit('tally-a', 3));
    expect(cache.has('tally-a')).to.equal(false);
  });

  it('refuses a history with a hole', async () => {
    const { store } = await filled(commit('tally-a', 1), commit('tally-a', 3));
    const error = await errorOf(streamCache(store, tally).get('tally-a'));
    expect(String(error)).to.include('hole');
  });
});
