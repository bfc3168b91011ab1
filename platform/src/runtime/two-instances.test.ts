// Two instances on one store, each with states that lag behind what the other writes.
import { expect } from 'chai';
import fc from 'fast-check';
import { memoryStore } from '../store/memory-store.ts';
import type { CommitStore } from '../store/store.ts';
import { harness } from '../testing/runtime-harness.ts';
import { add } from '../testing/tally.ts';
import { virtualClock } from '../testing/virtual-clock.ts';
import { sleep } from './time.ts';

const TALLIES = ['a', 'b', 'c'];

/** What is added at an instance and, once that is durable, taken away again: at one of them, or at both at once. */
const instance = fc.constantFrom([0], [1], [0, 1]);
const loan = fc.record({
  tallies: fc.subarray(TALLIES, { minLength: 1 }),
  n: fc.integer({ min: 1, max: 5 }),
  given: instance,
  taken: instance,
  afterMs: fc.nat(30),
});

/** How far one instance believes the database's clock to be behind what the other believes. */
const LATE_MS = 3_500;

const latencies = fc.infiniteStream(fc.nat(4));

describe('Two instances of a service', () => {
  // @covers R-44
  it('give up no message and leave no hole, and never turn time back, however long each answer of the store takes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(loan, { minLength: 2, maxLength: 12 }), latencies, async (loans, ms) => {
        const clock = virtualClock();
        const base = memoryStore({ now: clock.now });
        const latency = () => sleep(clock, Number(ms.next().value));
        const slowly = async <T>(ask: () => Promise<T>): Promise<T> => {
          await latency();
          const answer = await ask();
          await latency();
          return answer;
        };
        const wrap = (store: CommitStore): Partial<CommitStore> => ({
          load: (stream, after) => slowly(() => store.load(stream, after)),
          find: (ids) => slowly(() => store.find(ids)),
          grown: (streams, above) => slowly(() => store.grown(streams, above)),
          insertOrdered: (commits) => slowly(() => store.insertOrdered(commits)),
        });
        const late = (store: CommitStore): Partial<CommitStore> => ({
          ...wrap(store),
          now: async () => (await store.now()) - LATE_MS,
        });
        const instances = [harness({ clock, base, wrap }), harness({ clock, base, wrap: late })] as const;
        await Promise.all(instances.map(({ runtime }) => runtime.start()));
        const played = loans.map(async ({ tallies, n, given, taken, afterMs }, of) => {
          await sleep(clock, afterMs);
          const at = (where: readonly number[], id: string, by: number) =>
            Promise.all(
              where.map((one) => instances[one === 0 ? 0 : 1].runtime.handle(add(id, by, ...tallies))),
            );
          await at(given, `give${of}`, n);
          await at(taken, `take${of}`, -n);
        });
        await Promise.all([...played, clock.advance(20_000)]);
        for (const tally of TALLIES) {
          const { events } = await base.load(`tally-${tally}`, 0);
          expect(events.map(({ version }) => version)).to.deep.equal(events.map((_, before) => before + 1));
          const instants = events.map(({ at }) => at);
          expect(instants).to.deep.equal([...instants].sort((a, b) => a - b));
          expect(events.length).to.equal(2 * loans.filter(({ tallies }) => tallies.includes(tally)).length);
        }
      }),
      { numRuns: 50 },
    );
  });
});
