// The tally service on a real database, with its read model and a bus that takes everything: for faults of databases alone.
import { expect } from 'chai';
import type { Commit } from '../store/commit.ts';
import { memoryDeadLetters } from '../store/memory-dead-letters.ts';
import type { MongoConnection } from '../store/mongo-connection.ts';
import { mongoStore } from '../store/mongo-store.ts';
import { createRuntime } from '../runtime/create-runtime.ts';
import type { Observation } from '../runtime/ports.ts';
import { readModels } from '../runtime/read-models/read-models.ts';
import type { Message } from '../decider/message.ts';
import { systemClock } from '../time/system-clock.ts';
import { nodeIds } from '../service/node-ids.ts';
import { mongoViews } from '../views/mongo-views.ts';
import { eventually } from '../time/eventually.ts';
import { scriptedBus } from './runtime-harness.ts';
import { add, sums, tallyHandlers } from './tally.ts';
import type { Sum } from './tally.ts';

const TALLIES = 10;
const nameOf = (writer: number): string => `t${writer % TALLIES}`;

/** Running; `stop` ends it, and not the connection. */
export const tallyOnMongo = async ({ db }: MongoConnection) => {
  const store = await mongoStore(db);
  const views = mongoViews(db);
  const { bus, published } = scriptedBus();
  const observations: Observation[] = [];
  const ports = { store, bus, clock: systemClock, ids: nodeIds, deadLetters: memoryDeadLetters() };
  const observer = (observation: Observation) => void observations.push(observation);
  const runtime = createRuntime({
    service: 'tally',
    handlers: tallyHandlers,
    queues: [],
    limits: { batchSize: 50, publishWindow: 100, graceMs: 1_000, leaseMs: 2_000, sweepMs: 500 },
    ports: { ...ports, observer },
    decode: (bytes) => ({ ok: true, message: JSON.parse(new TextDecoder().decode(bytes)) as Message }),
  });
  const readModel = readModels({ ...ports, views, observer, name: 'tally', projections: [sums] });
  await runtime.start();
  await readModel.start();

  /** Messages that are durable, by the tally that each added 1 to. */
  const answered = new Map<string, string>();

  const commits = async (): Promise<readonly Commit[]> => store.find([...answered.keys()]);

  return {
    store,
    views,
    observations,
    answered,
    ready: () => runtime.ready(),
    /** Somebody who adds 1 and, once that is answered, adds 1 again, and so on; `stop` resolves with the last answer. */
    crowd: (writers: number) => {
      let isOpen = true;
      const write = async (writer: number) => {
        for (let n = 0; isOpen; n += 1) {
          const id = `${writer}.${n}`;
          await runtime.handle(add(id, 1, nameOf(writer)));
          answered.set(id, nameOf(writer));
        }
      };
      const writing = Promise.all(Array.from({ length: writers }, (_each, writer) => write(writer)));
      writing.catch(() => undefined); // whoever stops the crowd hears of it
      return {
        stop: async () => {
          isOpen = false;
          await writing;
        },
        /** Everybody has an answer to something asked from now on; resolves with how long that took, ms. */
        isServed: async (withinMs: number): Promise<number> => {
          const begin = Date.now();
          const wanted = answered.size + 2 * writers;
          const look = () => {
            expect(answered.size, 'answers').to.be.at.least(wanted);
          };
          await eventually(look, { timeoutMs: withinMs });
          return Date.now() - begin;
        },
      };
    },
    /** What was answered is there once, in whole streams, told to others, and shown by the read model. */
    addsUp: async (): Promise<void> => {
      expect(await commits()).to.have.length(answered.size);
      for (const tally of new Set(answered.values())) {
        const { events } = await store.load(`tally-${tally}`, 0);
        const count = [...answered.values()].filter((each) => each === tally).length;
        expect(events.map(({ version }) => version)).to.deep.equal(events.map((_each, n) => n + 1));
        expect(events, `events of ${tally}`).to.have.length(count);
        await eventually(async () =>
          expect((await views.get<Sum>(sums.view, [tally]))[0]).to.include({ sum: count, version: count }),
        );
      }
      const causes = () => new Set(published.map(({ causationId }) => causationId));
      await eventually(() =>
        expect([...answered.keys()].filter((id) => !causes().has(id))).to.deep.equal([]),
      );
    },
    stop: async () => {
      await readModel.stop();
      await runtime.stop();
      await store.close();
    },
  };
};
