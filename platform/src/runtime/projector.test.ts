// The projector keeps read models right whatever its feed does.
import { expect } from 'chai';
import { PermanentError, TransientError } from '../decider/errors.ts';
import { commitOf } from '../store/fixtures.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { CommitStore, FollowedPage } from '../store/store.ts';
import { webIds } from '../service/web-ids.ts';
import { eventually } from '../time/eventually.ts';
import { memoryViews } from '../views/memory-views.ts';
import type { Projection } from '../views/projection.ts';
import type { ViewDocument, Views } from '../views/views.ts';
import type { Clock, Observation } from './ports.ts';
import { readModels } from './read-models/read-models.ts';

interface Item extends ViewDocument {
  readonly seen: readonly string[];
  readonly last: number;
}

const items: Projection<Item> = {
  view: 'items',
  category: 'stock',
  apply: (item, event) => {
    if (event.type !== 'Done') throw new Error(`unknown event ${event.type}`);
    return { seen: [...(item?.seen ?? []), `v${event.version}`], last: event.at };
  },
};

/** Every wait is over at once. */
const impatient: Clock = {
  now: () => 0,
  wakeAt: (_, wake) => {
    const timer = setTimeout(wake, 0);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** A second later each time that one looks. */
const everLater = (): Clock => {
  let now = 0;
  return { ...impatient, now: () => (now += 1_000) };
};

const history = [
  commitOf('a', {
    at: 1,
    writes: [
      ['stock-x', 1],
      ['stock-y', 1],
    ],
  }),
  commitOf('b', {
    at: 2,
    writes: [
      ['stock-x', 2],
      ['stock-x', 3],
      ['other-x', 1],
    ],
  }),
  commitOf('c', { at: 3 }),
  commitOf('d', { at: 4, writes: [['stock-y', 2]] }),
];
const result = [
  { _id: 'x', version: 3, seen: ['v1', 'v2', 'v3'], last: 2 },
  { _id: 'y', version: 2, seen: ['v1', 'v2'], last: 4 },
];

const setUp = (follow?: (real: CommitStore) => CommitStore['follow']) => {
  const real = memoryStore({ now: () => 0 });
  const store = follow ? { ...real, follow: follow(real) } : real;
  const views = memoryViews();
  const seen: Observation[] = [];
  const alarms = () => seen.filter(({ kind }) => kind !== 'projected');
  const make = (clock = impatient, using: Views = views) =>
    readModels({
      name: 'f',
      store,
      views: using,
      projections: [items],
      clock,
      ids: webIds,
      observer: (observation) => void seen.push(observation),
    });
  const shows = (documents: readonly Item[] = result) =>
    eventually(async () => expect(await views.get('items', ['x', 'y'])).to.deep.equal(documents));
  return { store, views, seen, alarms, make, shows };
};

const pageOf = (...ids: string[]): FollowedPage => ({
  commits: ids
    .flatMap((id) => history.filter(({ _id }) => _id === id))
    .map((commit) => ({ commit, position: '0' })),
  upTo: '0',
  read: ids.length,
});

/** A feed that gives fixed pages instead of the real order. */
const feedOf =
  (...pages: FollowedPage[]) =>
  (): CommitStore['follow'] =>
  async (_, onPage) => {
    for (const page of pages) await onPage(page);
    const never = new Promise<void>(() => undefined);
    return { ended: never, caughtUp: never, close: () => Promise.resolve() };
  };

describe('projector', () => {
  it('folds what was there and what comes', async () => {
    const { store, make, shows } = setUp();
    await store.insertOrdered(history.slice(0, 1));
    const running = make();
    expect(running.ready().ok).to.equal(false);
    await running.start();
    await store.insertOrdered(history.slice(1));
    await shows();
    expect(running.ready().ok).to.equal(true);
    await running.stop();
    expect(running.ready().ok).to.equal(false);
  });
  it('goes on where it stopped', async () => {
    const { store, views, make, shows } = setUp();
    await store.insertOrdered(history.slice(0, 2));
    const first = make();
    await first.start();
    await eventually(async () => expect(await views.position('f items')).to.equal('2'));
    await first.stop();
    await store.insertOrdered(history.slice(2));
    const second = make();
    await second.start();
    await shows();
    await second.stop();
  });
  for (const [name, pages] of [
    ['doubled', [pageOf('a', 'a'), pageOf('b', 'c', 'd'), pageOf('a', 'b', 'd')]],
    ['shuffled', [pageOf('d'), pageOf('c', 'b'), pageOf('a')]],
    ['holed', [pageOf('b', 'd')]],
  ] as const) {
    // @covers F-61 R-06 R-33
    // @mutation The state: the version guard of projections [twin: projection without version guard]
    it(`shows the same when its feed is ${name}`, async () => {
      const { store, make, shows } = setUp(feedOf(...pages));
      await store.insertOrdered(history);
      const running = make();
      await running.start();
      await shows();
    });
  }
  it('tells of every event once how old it was when it is shown, whatever its feed repeats', async () => {
    const { store, seen, make, shows } = setUp(feedOf(pageOf('a', 'a'), pageOf('d'), pageOf('a', 'b', 'd')));
    await store.insertOrdered(history);
    const running = make();
    await running.start();
    await shows();
    const lags = seen.flatMap((one) => (one.kind === 'projected' ? [[one.view, ...one.lags]] : []));
    // The clock stands at 0, and the events are of 1, 2 and 4.
    expect(lags).to.deep.equal([
      ['items', -1, -1],
      ['items', -4],
      ['items', -2, -2],
    ]);
  });

  // @covers R-33
  it('reads everything again when its position is lost, and readers see what was there meanwhile', async () => {
    const { store, views, alarms, make, shows } = setUp();
    await store.insertOrdered(history);
    await views.savePosition('f items', 'gone');
    const [there] = result;
    if (there) await views.put('items', [there]);
    const running = make();
    await running.start();
    await shows();
    await eventually(() => {
      expect(alarms().map(({ kind }) => kind)).to.deep.equal(['feed-ended', 'refilling', 'refilled']);
    });
    expect(await views.position('f items')).to.equal('4');
    await running.stop();
  });
  it('is not ready, and says why, until it has read everything again', async () => {
    const held = Promise.withResolvers<undefined>();
    const { store, views, make, shows } = setUp(
      (real) => (after, onPage) =>
        real.follow(after, async (page) => {
          await held.promise;
          await onPage(page);
        }),
    );
    await store.insertOrdered(history);
    await views.savePosition('f items', 'gone');
    const running = make();
    await running.start();
    await eventually(() => expect(running.ready()).to.include({ ok: false, refilling: true }));
    expect(running.ready().detail).to.include('filled again');
    held.resolve(undefined);
    await shows();
    await eventually(() => expect(running.ready()).to.include({ ok: true, refilling: false }));
    await running.stop();
  });
  // @covers R-33
  it('misses nothing when another instance keeps its own position while everything is read again', async () => {
    const { store, views, make, shows } = setUp();
    await store.insertOrdered(history.slice(0, 3));
    const other = make(everLater());
    await other.start();
    await shows([result[0], { _id: 'y', version: 1, seen: ['v1'], last: 1 }].flatMap((item) => item ?? []));
    await views.savePosition('f items', 'gone');
    await store.insertOrdered(history.slice(3));
    await eventually(async () => expect((await views.get('items', ['y']))[0]?.version).to.equal(2));
    await other.stop();
    const again = make();
    await again.start();
    await shows();
    await again.stop();
  });
  // @covers R-33
  it('shows again what its process had committed while the views were away', async () => {
    const { store, views, alarms, make, shows } = setUp();
    let isAway = true;
    const put: Views['put'] = (view, documents) =>
      isAway ? Promise.reject(new TransientError('STORE_UNAVAILABLE', 'away')) : views.put(view, documents);
    const running = make(impatient, { ...views, put });
    await running.start();
    await eventually(() => expect(running.ready().ok).to.equal(true));
    await store.insertOrdered(history);
    for (const commit of history) running.take(commit);
    await eventually(() => expect(alarms().length).to.be.above(1));
    expect(await views.position('f items')).to.equal(undefined);
    isAway = false;
    await shows();
    await running.stop();
  });
  it('comes back after the feed ended and the store was away', async () => {
    let calls = 0;
    const { store, alarms, make, shows } = setUp((real) => (after, onPage) => {
      calls += 1;
      if (calls === 1) return Promise.reject(new TransientError('STORE_UNAVAILABLE', 'away'));
      if (calls > 2) return real.follow(after, onPage);
      const ended = Promise.reject(new TransientError('FEED_ENDED', 'over'));
      const caughtUp = new Promise<void>(() => undefined);
      return Promise.resolve({ ended, caughtUp, close: () => Promise.resolve() });
    });
    await store.insertOrdered(history);
    const running = make();
    await running.start();
    await shows();
    expect(alarms().map((each) => each.kind)).to.deep.equal(['feed-ended', 'feed-ended']);
    expect(running.ready().ok).to.equal(true);
    await running.stop();
  });
  // @covers R-34
  it('stops with an alarm at an event that it does not know, and writes nothing of its page', async () => {
    const { store, views, seen, make } = setUp();
    const [known] = history;
    const events = [{ stream: 'stock-x', version: 1, type: 'Odd', schemaVersion: 1, data: {} }];
    await store.insertOrdered([commitOf('odd', { writes: [['stock-x', 1]], events })]);
    const running = make();
    await running.start();
    await eventually(() => {
      expect(seen).to.deep.equal([{ kind: 'feed-ended', feed: 'f', error: 'unknown event Odd' }]);
    });
    if (known) await store.insertOrdered([known]);
    expect(running.ready()).to.deep.include({ ok: false });
    expect(running.ready().detail).to.include('unknown event Odd');
    expect(await views.position('f items')).to.equal(undefined);
    await running.stop();
  });
  it('stops with an alarm at an event of a newer schema version, and writes nothing of its page', async () => {
    const { store, views, alarms, make } = setUp();
    const [first, newer, last] = [
      commitOf('a', { writes: [['stock-x', 1]] }),
      commitOf('b', { writes: [['stock-x', 2]] }),
      commitOf('c', { writes: [['stock-y', 1]] }),
    ];
    await store.insertOrdered([
      first,
      { ...newer, events: newer.events.map((event) => ({ ...event, schemaVersion: 2 })) },
      last,
    ]);
    const reader = make();
    await reader.start();
    await eventually(() => expect(alarms()).to.have.length(1));
    expect(alarms()[0]).to.include({ kind: 'feed-ended' });
    expect(reader.ready().detail).to.include('Done, event 2 of stock-x, has schema version 2');
    expect(await views.get('items', ['x', 'y'])).to.deep.equal([]);
    await reader.stop();
  });

  it('stops for a permanent error that is no lost feed', async () => {
    const { seen, make } = setUp(() => () => Promise.reject(new PermanentError('OTHER', 'broken')));
    const running = make();
    await running.start();
    await eventually(() => expect(seen).to.have.length(1));
    expect(running.ready().ok).to.equal(false);
    await running.stop();
  });
});
