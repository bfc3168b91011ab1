// Streams as the product writes them, loaded from a snapshot at any version: the same state as without one.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { categories } from '@saga-lab/contracts/streams';
import { parseStream } from '@saga-lab/platform/decider/streams';
import { streamCache } from '@saga-lab/platform/runtime/stream-cache';
import type { Folded } from '@saga-lab/platform/runtime/stream-cache';
import type { Commit } from '@saga-lab/platform/store/commit';
import { memoryStore } from '@saga-lab/platform/store/memory-store';
import { schemaVersions } from '@saga-lab/platform/store/schema-versions';
import type { CommitStore } from '@saga-lab/platform/store/store';
import { expect } from 'chai';
import fc from 'fast-check';
import { simulate } from '../simulator/simulate.ts';
import { deciders } from './services.ts';

const SEEDS = [2, 3, 5, 8, 13];

interface Stream {
  readonly service: ServiceName;
  readonly stream: string;
  /** Of its service, whole commits in their order. */
  readonly commits: readonly Commit[];
  readonly versions: number;
}

/** Of simulated systems, with whatever went wrong there. */
const streamsOf = async (seed: number): Promise<readonly Stream[]> => {
  const { history } = (await simulate({ seed })).facts;
  return serviceNames.flatMap((service) => {
    const commits = history.all.flatMap((one) => (one.service === service ? [one.commit] : []));
    const own = new Set(commits.flatMap(({ events }) => events.map(({ stream }) => stream)));
    return [...own].map((stream) => ({
      service,
      stream,
      commits,
      versions: history.ofStream(stream).length,
    }));
  });
};

/** As a service that begins would load it; `upTo`: as long as nothing more had happened to the stream. */
const loaded = async (
  { service, stream, commits }: Stream,
  upTo: number,
  prepare: (store: CommitStore) => Promise<void>,
): Promise<Folded<unknown>> => {
  const store = memoryStore({ now: () => 0 });
  const last = commits.findLastIndex(({ events }) =>
    events.some((event) => event.stream === stream && event.version <= upTo),
  );
  await store.insertOrdered(commits.slice(0, last + 1));
  await prepare(store);
  const settings = commits.find((commit) => commit.settings)?.settings ?? {};
  return streamCache(store, deciders[service](settings)).fresh(stream);
};

const bytes = (folded: Folded<unknown>): string => JSON.stringify(folded);

describe('A stream loaded from a snapshot', function () {
  this.timeout(60_000);
  const streams: Stream[] = [];
  before(async () => {
    for (const seed of SEEDS) streams.push(...(await streamsOf(seed)));
  });

  for (const category of Object.values(categories))
    it(`at any version is what it is from its first event on: ${category}`, async () => {
      const own = streams.filter((one) => parseStream(one.stream).category === category);
      expect(own).not.to.have.length(0);
      const any = fc.record({
        one: fc.constantFrom(...own),
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        to: fc.double({ min: 0, max: 1, noNaN: true }),
      });
      await fc.assert(
        fc.asyncProperty(any, async ({ one, at, to }) => {
          const version = 1 + Math.floor(at * (one.versions - 1));
          const upTo = version + Math.floor(to * (one.versions - version));
          const then = await loaded(one, version, () => Promise.resolve());
          // A decider may write several events of a stream in one commit; a snapshot is then behind all of them.
          const snapshot = { stream: one.stream, schemaVersions, ...then };
          const loads: number[] = [];
          const found = await loaded(one, Math.max(upTo, then.version), async (store) => {
            await store.saveSnapshot(JSON.parse(JSON.stringify(snapshot)) as typeof snapshot);
            const load: CommitStore['load'] = store.load.bind(store);
            store.load = (stream, after, end) => {
              loads.push(after);
              return load(stream, after, end);
            };
          });
          const whole = await loaded(one, Math.max(upTo, then.version), () => Promise.resolve());
          expect(bytes(found)).to.equal(bytes(whole));
          expect(loads[0], 'it begins behind the snapshot').to.equal(then.version);
        }),
        { numRuns: 60 },
      );
    });
});
