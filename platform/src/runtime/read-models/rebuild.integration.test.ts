// A read model is made anew on a real database, while it is read.
import { expect } from 'chai';
import { nodeIds } from '../../service/node-ids.ts';
import { commitOf } from '../../store/fixtures.ts';
import { mongoStore } from '../../store/mongo-store.ts';
import { testDatabases } from '../../testing/test-databases.ts';
import { eventually } from '../../time/eventually.ts';
import { systemClock } from '../../time/system-clock.ts';
import { mongoViews } from '../../views/mongo-views.ts';
import { lineKey } from '../../views/projection.ts';
import type { Projection } from '../../views/projection.ts';
import type { ViewDocument } from '../../views/views.ts';
import { readModels } from './read-models.ts';

const EVENTS = 20_000;
const STREAMS = 500;

interface Sum extends ViewDocument {
  readonly sum: number;
  readonly parity: string;
}

const sums: Projection<Sum> = {
  view: 'sums',
  category: 'tally',
  apply: (document, { version }) => ({
    sum: (document?.sum ?? 0) + version,
    parity: version % 2 === 0 ? 'even' : 'odd',
  }),
  rows: ({ sum }, { version }) => [{ key: lineKey(version), content: { sum } }],
};

const commitOfEvent = (n: number) =>
  commitOf(`m${n}`, { writes: [[`tally-t${n % STREAMS}`, Math.floor(n / STREAMS) + 1]], lamport: n + 1 });

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

describe('a read model on MongoDB, made anew', function () {
  this.timeout(120_000);
  const { connect, cleanUp } = testDatabases();
  let stop: () => Promise<void> = () => Promise.resolve();
  afterEach(async () => {
    await stop();
    await cleanUp();
  });

  // @covers R-33
  it('is read meanwhile, equals the live one, and keeps its indexes', async () => {
    const { db } = await connect();
    const store = await mongoStore(db);
    const views = mongoViews(db);
    for (let n = 0; n < EVENTS; n += 1_000)
      await store.insertOrdered(Array.from({ length: 1_000 }, (_, k) => commitOfEvent(n + k)));
    const one = readModels({
      name: 'f',
      store,
      views,
      projections: [sums],
      observer: () => undefined,
      clock: systemClock,
      ids: nodeIds,
    });
    stop = async () => {
      await one.stop();
      await store.close();
    };
    await one.start();
    await eventually(async () => expect(await one.views.count('sums', { kind: 'row' })).to.equal(EVENTS), {
      timeoutMs: 60_000,
      everyMs: 200,
    });

    const read = async (): Promise<number> => {
      const begun = performance.now();
      const found = await one.views.find<Sum>('sums', { where: { parity: 'even' }, limit: 50 });
      expect(found).to.have.length(50);
      return performance.now() - begun;
    };
    const readsWhile = async (isOver: () => boolean): Promise<readonly number[]> => {
      const times: number[] = [];
      while (!isOver()) times.push(await read());
      return times.sort((a, b) => a - b);
    };
    let reads = 0;
    const before = await readsWhile(() => (reads += 1) > 300);
    one.beginRebuild('sums');
    const during = await readsWhile(() => one.states()[0]?.rebuild?.status !== 'RUNNING');
    const state = one.states()[0]?.rebuild;
    expect(state).to.deep.include({ status: 'DONE', different: 0, documents: EVENTS + STREAMS });
    const place = (await views.places()).get('sums')?.current ?? '';
    const indexes = await db.collection(`views.${place}`).indexes();
    expect(indexes.map(({ key }) => Object.keys(key as object).join())).to.include.members([
      'parity,_id',
      'kind,_id',
    ]);
    const rate = Math.round((EVENTS * 1_000) / (state?.ms ?? 1));
    process.stdout.write(
      `    ${rate} events/s; reads p99 ${percentile(before, 0.99).toFixed(1)} ms before, ` +
        `${percentile(during, 0.99).toFixed(1)} ms during, ${during.length} of them\n`,
    );
  });
});
