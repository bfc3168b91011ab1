// A read model is made anew beside the live one, and readers see all of it at every moment, whoever dies on the way.
import { expect } from 'chai';
import fc from 'fast-check';
import { TransientError } from '../../decider/errors.ts';
import { webIds } from '../../service/web-ids.ts';
import { commitOf } from '../../store/fixtures.ts';
import { memoryStore } from '../../store/memory-store.ts';
import type { CommitStore, FollowedPage } from '../../store/store.ts';
import { eventually } from '../../time/eventually.ts';
import { systemClock } from '../../time/system-clock.ts';
import { lineKey } from '../../views/projection.ts';
import { sums } from '../../testing/tally.ts';
import type { Sum } from '../../testing/tally.ts';
import type { Projection } from '../../views/projection.ts';
import type { Views } from '../../views/views.ts';
import { memoryViews } from '../../views/memory-views.ts';
import { bytesOf } from './compare.ts';
import { readModels } from './read-models.ts';
import type { ReadModels } from './read-models.ts';
import { takeAlong } from './take-along.ts';

const lines: Projection<Sum> = {
  ...sums,
  view: 'lines',
  rows: ({ sum }, { version }) => [{ key: lineKey(version), content: { sum } }],
};

const added = (id: string, stream: string, version: number) =>
  commitOf(id, {
    writes: [[stream, version]],
    events: [{ stream, version, type: 'Added', schemaVersion: 1, data: { n: version } }],
  });
/** Of several categories, so a document has the name of its stream. */
const several: Projection<Sum> = { ...lines, view: 'several', category: ['tally', 'count'] };

/** Ten events of each of three streams. */
const history = Array.from({ length: 30 }, (_, n) =>
  added(`m${n}`, `tally-t${n % 3}`, Math.floor(n / 3) + 1),
);

const documentsIn = async (views: Pick<Views, 'find'>, place: string): Promise<readonly string[]> =>
  (await views.find(place, { limit: 100 })).map(bytesOf);

const setUp = async () => {
  const store = memoryStore({ now: () => 0 });
  const views = memoryViews();
  await store.insertOrdered(history);
  const running: ReadModels[] = [];
  const start = async (
    projections: readonly Projection[] = [sums, lines],
    using: Views = views,
    from = store,
  ) => {
    const one = readModels({
      name: 'f',
      store: from,
      views: using,
      projections,
      observer: () => undefined,
      clock: systemClock,
      ids: webIds,
    });
    running.push(one);
    await one.start();
    return one;
  };
  const stop = () => Promise.all(running.map((one) => one.stop()));
  return { store, views, start, stop };
};

const sumOf = (_id: string, version: number, sum: number): Sum => ({ _id, version, sum });
const gone = { correlationId: 'gone' };
const twoEventsOfOne = [1, 2].map((n) => ({ ...added(`g${n}`, 'tally-gone', n), ...gone }));
const forgetThem = async (store: CommitStore): Promise<void> => {
  await store.keepTombstone({ ...gone, endedAt: 1, forgottenAt: 2, commits: 2, requests: [] });
  await store.forget('gone', ['tally-gone']);
};
/** A read model shows these documents, with their rows. */
const showsSoMany = (one: ReadModels, view: string, many: number) =>
  eventually(async () => {
    expect(one.isFilling(view)).to.equal(false);
    expect(await one.views.count(view, {})).to.equal(many);
  });

const showsAll = (one: ReadModels, version = 10) =>
  eventually(async () => {
    const found = await one.views.get('lines', ['t0', 't1', 't2']);
    expect(found.map((document) => document.version)).to.deep.equal([version, version, version]);
  });
const rebuilt = async (one: ReadModels, model: string) => {
  one.beginRebuild(model);
  return eventually(() => {
    const state = one.states().find((each) => each.model === model)?.rebuild;
    if (state?.status === 'RUNNING') throw new Error('it goes on');
    return state;
  });
};

describe('a read model made anew', () => {
  let made: Awaited<ReturnType<typeof setUp>>;
  beforeEach(async () => {
    made = await setUp();
  });
  afterEach(() => made.stop());

  // @covers R-33
  // @mutation The state: reading the history to its end before a rebuilt read model is put in place [twin: a rebuild put in place too early]
  for (const model of ['sums', 'lines'])
    it(`equals the live one byte for byte, and takes its place: ${model}`, async () => {
      const one = await made.start();
      await showsAll(one);
      const before = await documentsIn(one.views, model);
      expect(await rebuilt(one, model)).to.deep.include({ status: 'DONE', different: 0, events: 30 });
      expect(await documentsIn(one.views, model)).to.deep.equal(before);
      const place = (await made.views.places()).get(model)?.current ?? '';
      expect(place).to.match(/^\w+@/);
      expect(await documentsIn(made.views, place)).to.deep.equal(before);
      await made.store.insertOrdered(['t0', 't1', 't2'].map((id) => added(`late ${id}`, `tally-${id}`, 11)));
      await showsAll(one, 11);
      expect(await documentsIn(made.views, model), 'the old one is left alone').to.deep.equal(before);
    });

  for (const projection of [lines, several])
    it(`takes along what was forgotten, as it is, for nothing else knows it any more: ${projection.view}`, async () => {
      const { store, start } = made;
      const { view } = projection;
      await store.insertOrdered(twoEventsOfOne);
      const one = await start([projection]);
      await showsSoMany(one, view, 36);
      const before = await documentsIn(one.views, view);
      await forgetThem(store);
      expect(await rebuilt(one, view)).to.deep.include({ status: 'DONE', different: 0, events: 30 });
      expect(before.filter((each) => each.includes('gone'))).to.have.length(3);
      expect(await documentsIn(one.views, view)).to.deep.equal(before);
    });

  const third: Projection<Sum> = {
    ...lines,
    edition: 3,
    fromEarlier: (document) => ({ ...document, isEarlier: true }),
  };
  const earlierOnes = (documents: readonly string[]) => documents.filter((one) => one.includes('isEarlier'));

  it('takes along what was forgotten from earlier editions, in its own form', async () => {
    const { store, start } = made;
    await store.insertOrdered(twoEventsOfOne);
    const first = await start([lines]);
    await showsSoMany(first, 'lines', 36);
    expect(await rebuilt(first, 'lines'), 'it is in its second place').to.include({ status: 'DONE' });
    await first.stop();
    await forgetThem(store);
    const next = await start([third]);
    await showsSoMany(next, 'lines', 36);
    expect(earlierOnes(await documentsIn(next.views, 'lines'))).to.deep.equal([
      '{"_id":"gone","sum":3,"version":2,"isEarlier":true}',
      '{"_id":"gone@000000000001","sum":1,"kind":"row","of":"gone","version":1,"isEarlier":true}',
      '{"_id":"gone@000000000002","sum":3,"kind":"row","of":"gone","version":2,"isEarlier":true}',
    ]);
  });

  it('gets from earlier editions what was forgotten and the live one lacks, and nothing else', async () => {
    const { store, views } = made;
    await forgetThem(store);
    await views.put('lines', [sumOf('gone', 2, 3), sumOf('there', 9, 9)]);
    await views.put('lines.2', [sumOf('gone', 3, 4)]);
    await views.put('lines.3', [sumOf('gone', 1, 1)]);
    await takeAlong({ projection: third, live: 'lines.3', made: 'lines.3@new' }, { store, views });
    expect(await documentsIn(views, 'lines.3@new')).to.deep.equal([
      '{"_id":"gone","version":3,"sum":4,"isEarlier":true}',
    ]);
  });

  it('shows which document of the live one was wrong, and its first wrong field', async () => {
    const one = await made.start();
    await showsAll(one);
    await made.views.put('sums', [
      { _id: 't1', version: 11, sum: 7 } as Sum,
      { _id: 'x', version: 1, sum: 1 } as Sum,
    ]);
    await made.store.insertOrdered([added('late', 'tally-t1', 11)]);
    const state = await rebuilt(one, 'sums');
    expect(state).to.deep.include({ status: 'DONE', different: 2 });
    expect(state)
      .to.have.property('differences')
      .that.deep.equals([
        { document: 't1', field: 'sum', live: '7', rebuilt: '66' },
        { document: 'x', live: '{"_id":"x","version":1,"sum":1}' },
      ]);
    expect(await one.views.get('sums', ['t1', 'x'])).to.deep.equal([{ _id: 't1', version: 11, sum: 66 }]);
  });

  it('is begun while the feed is being opened that fails just then: nobody has to hear of that end', async () => {
    const unheard: unknown[] = [];
    const hear = (error: unknown) => void unheard.push(error);
    process.on('unhandledRejection', hear);
    const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
    let opened = 0;
    const follow: CommitStore['follow'] = async (after, onPage) => {
      const feed = await made.store.follow(after, onPage);
      opened += 1;
      if (opened > 1) return feed;
      await released;
      return { ...feed, ended: Promise.reject(new TransientError('STORE_UNAVAILABLE', 'away')) };
    };
    const one = await made.start([sums], made.views, { ...made.store, follow });
    one.beginRebuild('sums');
    await eventually(async () => expect((await made.views.places()).get('sums')?.next).to.match(/^sums@/));
    release(undefined);
    await eventually(() => expect(one.states()[0]?.rebuild).to.include({ status: 'DONE' }));
    await new Promise((done) => setTimeout(done));
    process.off('unhandledRejection', hear);
    expect(unheard).to.deep.equal([]);
  });

  it('is filled by itself where it is new on a history that is not', async () => {
    const first = await made.start([sums]);
    await eventually(async () => expect(await made.views.position('f sums')).to.equal('30'));
    await first.stop();
    const second = await made.start([sums, lines]);
    await showsAll(second);
    await eventually(() => expect(second.isFilling('lines')).to.equal(false));
    expect((await documentsIn(second.views, 'lines')).length).to.equal(33);
    expect(await made.views.position('f lines sums: filled lines')).to.equal('yes');
  });

  it('is filled by itself where its projection makes other documents than before', async () => {
    const first = await made.start([sums]);
    await eventually(async () => expect(await made.views.count('sums', {})).to.equal(3));
    await first.stop();
    const doubled: Projection<Sum> = {
      ...sums,
      edition: 2,
      apply: (document, { data }) => ({ sum: (document?.sum ?? 0) + 2 * (data as { n: number }).n }),
    };
    const second = await made.start([doubled]);
    await eventually(async () =>
      expect(await second.views.get<Sum>('sums', ['t0'])).to.have.nested.property('[0].sum', 110),
    );
    expect(
      await made.views.get('sums', ['t0']),
      'an older release still reads its own',
    ).to.have.nested.property('[0].sum', 55);
  });

  it('is not lost where an instance of an older release followed alone for a while', async () => {
    const both = await made.start([sums, lines]);
    await showsAll(both);
    await both.stop();
    const old = await made.start([sums]);
    await made.store.insertOrdered(['t0', 't1', 't2'].map((id) => added(`late ${id}`, `tally-${id}`, 11)));
    await eventually(async () =>
      expect((await made.views.get('sums', ['t0', 't1', 't2'])).map(({ version }) => version)).to.deep.equal([
        11, 11, 11,
      ]),
    );
    await old.stop();
    const again = await made.start([sums, lines]);
    await showsAll(again, 11);
  });

  it('is taken up by another instance, which goes on with it', async () => {
    const [one, two] = [await made.start(), await made.start()];
    await showsAll(one);
    await showsAll(two);
    expect(await rebuilt(one, 'lines')).to.deep.include({ status: 'DONE', different: 0 });
    await one.stop();
    const place = (await made.views.places()).get('lines')?.current ?? '';
    await eventually(
      async () => {
        const n = (await made.store.load('tally-t0', 0)).events.length + 1;
        await made.store.insertOrdered([added(`late${n}`, 'tally-t0', n)]);
        expect(await made.views.get(place, ['t0']))
          .to.have.nested.property('[0].version')
          .that.is.above(10);
      },
      { timeoutMs: 5_000 },
    );
    const { events } = await made.store.load('tally-t0', 0);
    await eventually(async () =>
      expect(await two.views.get('lines', ['t0'])).to.have.nested.property('[0].version', events.length),
    );
  });

  it('says that another instance has begun the same, and leaves the live one', async () => {
    const one = await made.start([sums]);
    await eventually(async () => expect(await made.views.count('sums', {})).to.equal(3));
    const other: Views = {
      ...made.views,
      propose: async (first, next) => {
        await made.views.propose(first, next);
        await made.views.propose(first, 'sums@another');
      },
    };
    const two = await made.start([sums], other);
    expect(await rebuilt(two, 'sums')).to.deep.include({ status: 'FAILED' });
    expect(await documentsIn(one.views, 'sums')).to.have.length(3);
    expect((await made.views.places()).get('sums')?.current).to.equal('sums');
  });

  it('refuses one that is not there, and a second one at a time', async () => {
    const one = await made.start();
    await showsAll(one);
    expect(() => one.beginRebuild('painted')).to.throw(
      'there is no read model painted here, only sums, lines',
    );
    one.beginRebuild('sums');
    expect(() => one.beginRebuild('lines')).to.throw('sums is being made anew');
  });
});

/** Those calls of the views that change something: after `lives` of them the process is dead, and the last one may come late. */
const dying = (views: Views, lives: number) => {
  let left = lives;
  const late: (() => Promise<unknown>)[] = [];
  const mortal =
    <A extends readonly unknown[], T>(call: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      left -= 1;
      if (left > 0) return call(...args);
      if (left === 0) late.push(() => call(...args));
      throw new TransientError('STORE_UNAVAILABLE', 'dead');
    };
  const calls: Views = {
    ...views,
    put: mortal((...args) => views.put(...args)),
    savePosition: mortal((...args) => views.savePosition(...args)),
    propose: mortal((...args) => views.propose(...args)),
    adopt: mortal((...args) => views.adopt(...args)),
    tidy: mortal((...args) => views.tidy(...args)),
  };
  return { calls, isDead: () => left <= 0, late };
};

describe('a read model made anew by a process that dies', () => {
  /** Each of its writes is the last one in turn; what it had sent takes effect only after its next life has done the same. */
  // @covers R-33
  it('leaves a live one that shows everything, and nothing that could hurt it later', async function () {
    this.timeout(60_000);
    for (let lives = 1; ; lives += 1) {
      const { store, views, start, stop } = await setUp();
      const first = await start([lines]);
      await showsAll(first);
      await first.stop();
      const { calls, isDead, late } = dying(views, lives);
      const mortal = await start([lines], calls);
      mortal.beginRebuild('lines');
      const state = () => mortal.states()[0]?.rebuild?.status;
      await eventually(() => expect(isDead() || state() === 'DONE').to.equal(true));
      const isDone = state() === 'DONE' && !isDead();
      await mortal.stop();
      const next = await start([lines]);
      await showsAll(next);
      expect(await rebuilt(next, 'lines'), `${lives}`).to.deep.include({ status: 'DONE', different: 0 });
      for (const call of late) await call();
      await store.insertOrdered(['t0', 't1', 't2'].map((id) => added(`late ${id}`, `tally-${id}`, 11)));
      await showsAll(next, 11);
      await next.stop();
      const last = await start([lines]);
      await showsAll(last, 11);
      expect(await documentsIn(last.views, 'lines'), `${lives}`).to.have.length(36);
      await stop();
      if (isDone) return;
    }
  });
});

/** The whole history in any order, with holes and doubles, in pages of any size; what is left out comes in the end. */
const feeds = fc
  .tuple(
    fc.shuffledSubarray(history, { minLength: 20 }),
    fc.array(fc.constantFrom(...history)),
    fc.integer({ min: 1, max: 9 }),
  )
  .map(([some, doubles, size]) => {
    const all = [...some, ...doubles, ...history.filter((commit) => !some.includes(commit))];
    const pages = Array.from({ length: Math.ceil(all.length / size) }, (_, n) =>
      all.slice(n * size, (n + 1) * size),
    );
    return pages.map((page): FollowedPage => ({
      commits: page.map((commit) => ({ commit, position: '0' })),
      upTo: '0',
      read: page.length,
    }));
  });

describe('read models', () => {
  // @covers R-06 R-33
  it('are the same byte for byte, whatever order, holes and doubles a feed has', async () => {
    const { store, views, start, stop } = await setUp();
    await showsAll(await start());
    await stop();
    await fc.assert(
      fc.asyncProperty(feeds, async (pages) => {
        const others = memoryViews();
        const follow: CommitStore['follow'] = async (_, onPage) => {
          for (const page of pages) await onPage(page);
          const { promise: ended, resolve } = Promise.withResolvers<undefined>();
          return {
            caughtUp: Promise.resolve(),
            ended: ended.then(() => undefined),
            close: () => {
              resolve(undefined);
              return Promise.resolve();
            },
          };
        };
        const from: CommitStore = { ...store, follow, page: () => Promise.resolve({ commits: [] }) };
        const one = readModels({
          name: 'f',
          store: from,
          views: others,
          projections: [sums, lines],
          observer: () => undefined,
          clock: systemClock,
          ids: webIds,
        });
        await one.start();
        await showsAll(one);
        for (const model of ['sums', 'lines'])
          expect(await documentsIn(others, model)).to.deep.equal(await documentsIn(views, model));
        await one.stop();
      }),
      { numRuns: 50 },
    );
  });
});
