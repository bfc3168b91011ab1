// What a process has committed itself is shown without being read, together with what the feed brings.
import { expect } from 'chai';
import { TransientError } from '../../decider/errors.ts';
import type { Commit, Written } from '../../store/commit.ts';
import { commitOf } from '../../store/fixtures.ts';
import { memoryStore } from '../../store/memory-store.ts';
import { virtualClock } from '../../testing/virtual-clock.ts';
import { memoryViews } from '../../views/memory-views.ts';
import type { Projection } from '../../views/projection.ts';
import type { ViewDocument, Views } from '../../views/views.ts';
import { sleep } from '../time.ts';
import { knownDocuments } from './known-documents.ts';
import { startShowing } from './showing.ts';

interface Item extends ViewDocument {
  readonly seen: string;
}

const items: Projection<Item> = {
  view: 'items',
  category: 'item',
  apply: (item, event) => ({ seen: `${item?.seen ?? ''}${event.version}` }),
};
const patient: Projection<Item> = { ...items, view: 'patient', mayLagMs: 1_000 };
const eager: Projection<Item> = { ...items, view: 'eager', mayLagMs: 500 };

const commit = (stream: string, version: number): Commit =>
  commitOf(`${stream}.${version}`, { writes: [[stream, version]] });
const inserted = (...commits: readonly Commit[]) =>
  commits.map(({ _id: id, writes = [] }) => ({ id, writes }));
const brought = (...commits: readonly Commit[]) => commits.map((one) => ({ commit: one, position: '0' }));

/** Each writing takes `writeMs`. */
const setUp = ({ writeMs = 0, fails = (): boolean => false } = {}) => {
  const clock = virtualClock();
  const real = memoryViews();
  const store = memoryStore({ now: clock.now });
  const [puts, gets, failures]: [string[], string[], unknown[]] = [[], [], []];
  const durable: Written[] = [];
  const views: Views = {
    ...real,
    get: (view, ids) => {
      gets.push(ids.join());
      return real.get(view, ids);
    },
    put: async (view, documents) => {
      if (writeMs > 0) await sleep(clock, writeMs);
      if (fails()) throw new TransientError('STORE_UNAVAILABLE', 'away');
      puts.push(`${view} ${documents.map(({ _id, version }) => `${_id}.${version}`).join()}`);
      return real.put(view, documents);
    },
  };
  const showing = startShowing(
    { store, views, clock, observer: () => undefined, onDurable: (written) => durable.push(...written) },
    [items, patient, eager].map((projection) => ({
      projection,
      place: projection.view,
      known: knownDocuments(views, projection.view),
      isRead: true,
    })),
    (error) => failures.push(error),
  );
  const writesOf = (view: string) => puts.filter((put) => put.startsWith(`${view} `));
  return { clock, store, views, real, showing, puts, gets, failures, durable, writesOf };
};

/** So many events are written, and one more has come. */
const oneBehind = async (many: number) => {
  const given = setUp();
  for (let n = 1; n <= many; n += 1) given.showing.take(commit(`item-b${n}`, 1));
  await given.clock.advance(0);
  given.showing.take(commit('item-a', 1));
  return given;
};

describe('read models of a process', () => {
  it('show what it has committed, and look nothing up of a stream that has just begun', async () => {
    const { clock, real, showing, gets } = setUp();
    showing.take(commit('item-a', 1));
    showing.take(commit('other-a', 1));
    showing.take(commit('item-a', 2));
    await clock.advance(0);
    expect(await real.get('items', ['a'])).to.deep.equal([{ _id: 'a', version: 2, seen: '12' }]);
    expect(gets).to.deep.equal([]);
    expect(await showing.wanted(inserted(commit('item-a', 1), commit('other-a', 1)))).to.deep.equal([]);
  });

  /** The feed has brought all that there was, and says of commits that others have made. */
  const besideOthers = async (...commits: readonly Commit[]) => {
    const given = setUp();
    await given.showing.wanted(inserted(commit('item-old', 1)));
    await given.store.insertOrdered(commits);
    expect(await given.showing.wanted(inserted(...commits))).to.deep.equal([]);
    return given;
  };

  it('leave what others commit to them, and show it themselves if nobody has a while later', async () => {
    const [mine, theirs, nobodys] = [commit('item-a', 1), commit('item-b', 1), commit('item-c', 1)];
    const { clock, real, showing, puts } = await besideOthers(theirs, nobodys);
    showing.take(mine);
    await clock.advance(500);
    for (const view of ['items', 'patient', 'eager'])
      await real.put(view, [{ _id: 'b', version: 1, seen: '1' } as ViewDocument]);
    await clock.advance(400);
    expect(puts).to.deep.equal(['items a.1', 'patient a.1', 'eager a.1']);
    await clock.advance(2_200);
    expect(puts.slice(3)).to.have.members(['items c.1', 'patient c.1', 'eager c.1']);
    expect(await real.get('items', ['a', 'b', 'c'])).to.have.length(3);
  });

  it('show what nobody has, from where its document is', async () => {
    const { clock, store, real, showing } = await besideOthers();
    const all = [1, 2, 3, 4].map((version) => commit('item-a', version));
    await store.insertOrdered(all);
    await real.put('items', [{ _id: 'a', version: 2, seen: '12' } as ViewDocument]);
    await showing.wanted(inserted(...all.slice(2)));
    await clock.advance(3_100);
    expect(await real.get('items', ['a'])).to.deep.equal([{ _id: 'a', version: 4, seen: '1234' }]);
    expect(await real.get('patient', ['a'])).to.deep.equal([{ _id: 'a', version: 4, seen: '1234' }]);
  });

  it('show their own on top of what others have committed, however much that is', async () => {
    const all = Array.from({ length: 30 }, (_, n) => commit('item-a', n + 1));
    const { clock, store, real, showing } = setUp();
    await store.insertOrdered(all);
    showing.take(all[29] as Commit);
    await clock.advance(0);
    expect((await real.get('items', ['a']))[0]?.version).to.equal(30);
  });

  it('look at once at what was there when they began, and at all before a position is kept', async () => {
    const { store, real, showing, durable } = setUp();
    const [first, second] = [commit('item-a', 1), commit('item-a', 2)];
    await store.insertOrdered([first]);
    await showing.wanted(inserted(first));
    expect(await real.get('items', ['a'])).to.deep.equal([{ _id: 'a', version: 1, seen: '1' }]);
    await store.insertOrdered([second]);
    await showing.wanted(inserted(second));
    expect(await real.get('items', ['a'])).to.deep.equal([{ _id: 'a', version: 1, seen: '1' }]);
    await showing.settled();
    expect(await real.get('items', ['a'])).to.deep.equal([{ _id: 'a', version: 2, seen: '12' }]);
    expect(durable.map(({ stream, version }) => `${stream}.${version}`)).to.deep.equal([
      'item-a.1',
      'item-a.2',
    ]);
  });

  it('let a position be kept once what others had committed by then is looked at', async () => {
    const { clock, showing, real } = await besideOthers(commit('item-a', 1));
    let isPassed = false;
    void showing.passed().then(() => (isPassed = true));
    await clock.advance(1_400);
    await showing.wanted(inserted(commit('item-b', 1)));
    expect(isPassed).to.equal(false);
    await clock.advance(1_700);
    expect(isPassed).to.equal(true);
    expect(await real.get('items', ['a'])).to.have.length(1);
  });

  it('let no position be kept while a look that has begun is not over', async () => {
    const { clock, showing, real, views } = await besideOthers(commit('item-a', 1));
    views.versions = async (view, ids) => {
      await sleep(clock, 1_000);
      return real.versions(view, ids);
    };
    await clock.advance(3_100);
    const over: string[] = [];
    void showing.passed().then(() => over.push('passed'));
    void showing.settled().then(() => over.push('settled'));
    await clock.advance(800);
    expect([over, await real.get('items', ['a'])]).to.deep.equal([[], []]);
    await clock.advance(200);
    expect(over).to.have.members(['passed', 'settled']);
    expect(await real.get('items', ['a'])).to.have.length(1);
  });

  it('look up a document again once another instance has written a newer one', async () => {
    const { clock, real, showing, gets } = await besideOthers();
    showing.take(commit('item-a', 1));
    await clock.advance(0);
    for (const view of ['items', 'patient', 'eager'])
      await real.put(view, [{ _id: 'a', version: 3, seen: '123' } as ViewDocument]);
    await showing.wanted(inserted(commit('item-a', 2), commit('item-a', 3)));
    await clock.advance(3_100);
    expect(gets).to.deep.equal([]);
    showing.take(commit('item-a', 4));
    await clock.advance(1_000);
    expect(gets).to.deep.equal(['a', 'a', 'a']);
    expect(await real.get('items', ['a'])).to.deep.equal([{ _id: 'a', version: 4, seen: '1234' }]);
  });

  it('show in the end what they had taken, also where nobody can say what others have shown', async () => {
    const { clock, real, showing, views } = await besideOthers(commit('item-b', 1));
    views.versions = () => Promise.reject(new TransientError('STORE_UNAVAILABLE', 'away'));
    showing.take(commit('item-a', 1));
    await showing.stop();
    await clock.advance(5_000);
    expect(await real.get('items', ['a', 'b'])).to.have.length(1);
  });

  it('let no more than so many streams wait to be looked at', async () => {
    const { store, real, showing } = setUp();
    await showing.wanted([]);
    const commits = Array.from({ length: 4_001 }, (_, n) => commit(`item-${n}`, 1));
    await store.insertOrdered(commits);
    await showing.wanted(inserted(...commits));
    expect(await real.count('items', {})).to.equal(4_001);
  });

  it('show each event once, also where the feed brings what was taken', async () => {
    const { clock, real, showing } = setUp();
    showing.take(commit('item-a', 1));
    await clock.advance(0);
    await showing.show(brought(commit('item-a', 1), commit('item-a', 2)));
    showing.take(commit('item-a', 2));
    showing.take(commit('item-a', 3));
    await showing.settled();
    expect(await real.get('items', ['a'])).to.deep.equal([{ _id: 'a', version: 3, seen: '123' }]);
  });

  it('write what comes while they write or rest together, each after as long a rest as it may lag', async () => {
    const { clock, showing, writesOf } = setUp({ writeMs: 50 });
    const streamed = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((version) => commit('item-a', version));
    for (const one of streamed) {
      showing.take(one);
      await clock.advance(100);
    }
    await clock.advance(1_000);
    // 50 ms of writing each: 200 ms of rest, and 500 ms where a second is allowed.
    expect(writesOf('items')).to.deep.equal([
      'items a.1',
      'items a.3',
      'items a.5',
      'items a.8',
      'items a.10',
    ]);
    expect(writesOf('patient')).to.deep.equal(['patient a.1', 'patient a.6', 'patient a.10']);
  });

  it('do not rest while the feed waits for them', async () => {
    const { clock, showing, writesOf } = setUp({ writeMs: 50 });
    showing.take(commit('item-a', 1));
    const shown = showing.show(brought(commit('item-b', 1)));
    await clock.advance(60);
    await shown;
    expect(writesOf('items')).to.deep.equal(['items a.1,b.1']);
  });

  it('rest as long as they may after a writing of many events, however fast it was', async () => {
    const { clock, writesOf } = await oneBehind(20);
    await clock.advance(399);
    expect(writesOf('items')).to.have.length(1);
    await clock.advance(1);
    expect(writesOf('items').at(-1)).to.equal('items a.1');
  });

  it('rest for 800 ms after a writing of very many events', async () => {
    const { clock, writesOf } = await oneBehind(200);
    await clock.advance(500);
    expect(writesOf('eager').at(-1), 'which says how far it may lag').to.equal('eager a.1');
    await clock.advance(299);
    expect(writesOf('items')).to.have.length(1);
    await clock.advance(1);
    expect(writesOf('items').at(-1)).to.equal('items a.1');
  });

  it('do not rest once so much waits that nothing is gained by more', async () => {
    const { clock, showing, writesOf } = setUp({ writeMs: 50 });
    showing.take(commit('item-a', 1));
    await clock.advance(60);
    for (let n = 1; n <= 3_999; n += 1) showing.take(commit(`item-b${n}`, 1));
    await clock.advance(60);
    expect(writesOf('items')).to.have.length(1);
    showing.take(commit('item-c', 1));
    await clock.advance(60);
    expect(writesOf('items')).to.have.length(2);
  });

  it('leave to the feed what is too much at once', async () => {
    const { store, real, showing, writesOf } = setUp();
    const many = Array.from({ length: 10_005 }, (_, n) => commit('item-a', n + 1));
    await store.insertOrdered(many);
    for (const one of many) showing.take(one);
    await showing.settled();
    expect(writesOf('items')).to.deep.equal(['items a.10001']);
    await showing.wanted(inserted(...many.slice(-5)));
    expect((await real.get('items', ['a']))[0]?.version).to.equal(10_005);
  });

  it('say once why they cannot go on, and count nothing as shown from then on', async () => {
    let isAway = true;
    const { clock, showing, failures, puts } = setUp({ fails: () => isAway });
    showing.take(commit('item-a', 1));
    await clock.advance(0);
    isAway = false;
    showing.take(commit('item-a', 2));
    await clock.advance(1_000);
    expect(failures.map(String)).to.deep.equal(Array(3).fill('TransientError: away'));
    const settled = await showing.settled().catch((error: unknown) => error);
    expect(settled).to.include({ code: 'STORE_UNAVAILABLE' });
    expect(puts).to.deep.equal([]);
    await showing.stop();
  });

  it('show in the end what they had taken, and take nothing more', async () => {
    const { showing, real } = setUp();
    showing.take(commit('item-a', 1));
    await showing.stop();
    showing.take(commit('item-a', 2));
    expect(await real.get('items', ['a'])).to.deep.equal([{ _id: 'a', version: 1, seen: '1' }]);
  });
});
