// What a process has committed itself is shown without being read, together with what the feed brings.
import { expect } from 'chai';
import { TransientError } from '../../decider/errors.ts';
import type { Commit } from '../../store/commit.ts';
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
const brought = (...commits: readonly Commit[]) => commits.map((one) => ({ commit: one, position: '0' }));

/** Each writing takes `writeMs`. */
const setUp = ({ writeMs = 0, fails = (): boolean => false } = {}) => {
  const clock = virtualClock();
  const real = memoryViews();
  const [puts, gets, failures]: [string[], string[], unknown[]] = [[], [], []];
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
    { store: memoryStore({ now: clock.now }), views, clock, observer: () => undefined },
    [items, patient, eager].map((projection) => ({
      projection,
      place: projection.view,
      known: knownDocuments(views, projection.view),
      isRead: true,
    })),
    (error) => failures.push(error),
  );
  const writesOf = (view: string) => puts.filter((put) => put.startsWith(`${view} `));
  return { clock, real, showing, puts, gets, failures, writesOf };
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
    expect(await showing.wanted(['item-a.1', 'other-a.1'])).to.deep.equal([]);
  });

  it('want the commits of others, and not one that comes by a moment before one hears of it', async () => {
    const { clock, showing } = setUp();
    showing.take(commit('item-a', 1));
    const asked = showing.wanted(['item-a.1', 'item-b.1', 'item-c.1']);
    await clock.advance(50);
    showing.take(commit('item-b', 1));
    await clock.advance(50);
    expect(await asked).to.deep.equal(['item-c.1']);
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
    const { showing } = setUp({ writeMs: 1 });
    const many = Array.from({ length: 10_005 }, (_, n) => commit('item-a', n + 1));
    for (const one of many) showing.take(one);
    const last = many.slice(-5).map(({ _id }) => _id);
    expect(await showing.wanted(many.slice(-205).map(({ _id }) => _id))).to.deep.equal(last.slice(1));
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
    expect(await showing.wanted(['item-a.2', ...Array<string>(200).fill('item-a.1')])).to.deep.equal([
      'item-a.2',
    ]);
  });
});
