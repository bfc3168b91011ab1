import { expect } from 'chai';
import type { Commit } from '../store/commit.ts';
import { commitOf, input } from '../store/fixtures.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { Projection } from '../views/projection.ts';
import type { ViewDocument } from '../views/views.ts';
import { memoryViews } from '../views/memory-views.ts';
import { forgetting } from './forgetting.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 1);
const LONG_AGO = NOW - 91 * DAY;
const orders: Projection = { view: 'orders', category: 'order', apply: () => ({}) };

const event = (stream: string, version: number, type: string) => ({
  stream,
  version,
  type,
  schemaVersion: 1,
  data: {},
});

/** One of order o1, as long ago as it may be. */
const old = (id: string, events: Commit['events'], parts: Partial<Commit> = {}): Commit => ({
  ...commitOf(id),
  at: LONG_AGO,
  input: input({ time: new Date(LONG_AGO).toISOString() }),
  writes: events.map(({ stream, version }) => `${stream}@${String(version).padStart(12, '0')}`),
  events,
  ...parts,
});
const placed = old('http:place-order:c:1', [event('order-o1', 1, 'OrderPlaced')]);
const approved = old('o1.2', [event('order-o1', 2, 'OrderApproved')]);

const forgetful = async (
  commits: readonly Commit[],
  shown: readonly ViewDocument[] = [{ _id: 'o1', version: 2 }],
) => {
  const store = memoryStore({ now: () => NOW });
  const views = memoryViews();
  await store.insertOrdered(commits);
  await views.put('orders', shown);
  const forget = forgetting({
    store,
    readModels: { views, isFilling: () => false },
    projections: [orders],
    closedBy: { order: ['OrderApproved'] },
    retentionMs: 90 * DAY,
  });
  const left = async () => (await store.correlated('o1', undefined, 10)).map(({ _id }) => _id);
  return { store, forget, left };
};

describe('Forgetting', () => {
  it('takes all commits of an order that ended longer ago than the retention, and leaves a tombstone', async () => {
    const { store, forget, left } = await forgetful([placed, approved]);
    expect(await forget('o1')).to.deep.equal({ status: 'FORGOTTEN', commits: 2 });
    expect(await left()).to.deep.equal([]);
    expect(await store.tombstones(['o1'])).to.deep.equal([
      {
        correlationId: 'o1',
        endedAt: LONG_AGO,
        forgottenAt: NOW,
        commits: 2,
        requests: [{ _id: placed._id, input: { type: 'Ask' } }],
      },
    ]);
  });

  it('waits for the answer of a message that was committed after the look at the order, and before the tombstone', async () => {
    const { store, left } = await forgetful([placed, approved]);
    const late = { ...old('o1.3', []), outbox: [{ type: 'Done', data: {}, id: 'o1.4' }], pendingAt: NOW };
    const meanwhile = forgetting({
      store: {
        ...store,
        keepTombstone: async (tombstone) => {
          await store.insertOrdered([late]);
          await store.keepTombstone(tombstone);
        },
      },
      readModels: { views: memoryViews(), isFilling: () => false },
      projections: [],
      closedBy: { order: ['OrderApproved'] },
      retentionMs: 90 * DAY,
    });
    for (const _time of ['once', 'again'])
      expect(await meanwhile('o1')).to.deep.equal({ status: 'KEPT', why: 'UNSENT' });
    expect(await left()).to.have.length(3);
    await store.markSent([{ id: late._id, sent: [0] }]);
    expect(await meanwhile('o1')).to.deep.equal({ status: 'FORGOTTEN', commits: 2 });
    expect(await left()).to.deep.equal([]);
  });

  it('says the same when it is asked again, also where it was broken off', async () => {
    const { store, forget, left } = await forgetful([placed, approved]);
    const away = forgetting({
      store: { ...store, forget: () => Promise.reject(new Error('killed')) },
      readModels: { views: memoryViews(), isFilling: () => false },
      projections: [],
      closedBy: { order: ['OrderApproved'] },
      retentionMs: 90 * DAY,
    });
    await away('o1').catch(() => undefined);
    expect(await left()).to.have.length(2);
    for (const _time of ['once', 'again'])
      expect(await forget('o1')).to.deep.equal({ status: 'FORGOTTEN', commits: 2 });
    expect(await left()).to.deep.equal([]);
  });

  const recent = NOW - DAY;
  for (const [what, why, commits, shown] of [
    ['nothing of it is known', 'UNKNOWN', []],
    ['a message or timer of it waits', 'UNSENT', [placed, { ...approved, pendingAt: NOW + DAY }]],
    ['something happened to it within the retention', 'TOO_RECENT', [placed, { ...approved, at: recent }]],
    [
      'a message came within the retention, by the clock of its sender',
      'TOO_RECENT',
      [placed, { ...approved, input: input({ time: new Date(recent).toISOString() }) }],
    ],
    [
      'a timer of it that was dropped came due within the retention',
      'TOO_RECENT',
      [
        placed,
        { ...approved, outbox: [{ type: 'Late', data: {}, id: 'o1.3', notBefore: recent }], sent: [0] },
      ],
    ],
    ['it has not ended', 'OPEN', [placed]],
    [
      'it wrote to a stream that has no end',
      'OPEN',
      [placed, old('o1.2', [event('order-o1', 2, 'OrderApproved'), event('account-c', 1, 'AmountCharged')])],
    ],
    [
      'somebody else wrote to its stream',
      'OPEN',
      [placed, approved, old('o2.1', [event('order-o1', 3, 'Odd')], { correlationId: 'o2' })],
    ],
    ['a read model does not show its end', 'NOT_SHOWN', [placed, approved], [{ _id: 'o1', version: 1 }]],
    ['a read model does not show it', 'NOT_SHOWN', [placed, approved], []],
  ] as const)
    it(`keeps an order as long as ${what}`, async () => {
      const { store, forget, left } = await forgetful(commits, shown);
      const before = await left();
      expect(await forget('o1')).to.deep.equal({ status: 'KEPT', why });
      expect(await left()).to.deep.equal(before);
      expect(await store.tombstones(['o1'])).to.deep.equal([]);
    });
});
