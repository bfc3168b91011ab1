// What is read is never behind what was done, however far behind the read model is.
import { expect } from 'chai';
import { z } from 'zod';
import { memoryStore } from '../../store/memory-store.ts';
import { webIds } from '../../service/web-ids.ts';
import { commitOf } from '../../store/fixtures.ts';
import { readingNow } from '../../testing/reading-now.ts';
import { memoryViews } from '../../views/memory-views.ts';
import type { ViewDocument } from '../../views/views.ts';
import { documentRoute, historyRoute, listRoute, showCurrent } from './read-routes.ts';
import type { Resource } from './resource.ts';

interface Sum extends ViewDocument {
  readonly sum: number;
}

const Item = z.strictObject({ lampId: z.string(), sum: z.int(), version: z.int() });

const lamps: Resource<Sum, typeof Item> = {
  name: 'lamp',
  path: '/lamps',
  id: { lampId: z.string() },
  item: Item,
  show: ({ _id, sum, version }) => ({ lampId: _id, sum, version }),
  projection: {
    view: 'lamps',
    category: 'lamp',
    apply: (document, { data }) => ({ sum: (document?.sum ?? 0) + (data as { plus: number }).plus }),
  },
};

/** One stream `lamp-l1` of three events that add 1, 2 and 3; nothing has reached the read model. */
const reading = async () => {
  const store = memoryStore({ now: () => 7 });
  const views = memoryViews();
  const events = [1, 2, 3].map((n) => ({
    stream: 'lamp-l1',
    version: n,
    type: 'Added',
    schemaVersion: 1,
    data: { plus: n },
  }));
  const commit = commitOf('m1', { at: 7, writes: [1, 2, 3].map((n) => ['lamp-l1', n]), events });
  await store.insertOrdered([commit]);
  return { store, views, readModels: readingNow(), service: 'lamp-service', ids: webIds };
};

const request = { headers: {}, body: undefined, requestId: 'r', traceparent: undefined };

describe('the routes that show what is kept', () => {
  it('show a document that the read model does not have yet', async () => {
    expect(await showCurrent(lamps, await reading(), 'l1')).to.deep.equal({
      lampId: 'l1',
      sum: 6,
      version: 3,
    });
  });

  it('add to a document what it lacks, and nothing twice', async () => {
    const parts = await reading();
    await parts.views.put('lamps', [{ _id: 'l1', version: 2, sum: 3 } as Sum]);
    expect(await showCurrent(lamps, parts, 'l1')).to.deep.equal({ lampId: 'l1', sum: 6, version: 3 });
    await parts.views.put('lamps', [{ _id: 'l1', version: 3, sum: 6 } as Sum]);
    expect(await showCurrent(lamps, parts, 'l1')).to.deep.equal({ lampId: 'l1', sum: 6, version: 3 });
  });

  it('name the thing that is not there', async () => {
    const route = documentRoute(lamps, await reading());
    const asked = route.handle({ ...request, params: { lampId: 'l2' }, query: {} });
    const error: unknown = await asked.catch((reason: unknown) => reason);
    expect(error).to.deep.include({ status: 404, code: 'NOT_FOUND', message: 'There is no lamp l2.' });
  });

  it('show a history page by page, to an empty page behind its end', async () => {
    const route = historyRoute(lamps, await reading());
    const page = async (query: object) => {
      const { body } = await route.handle({ ...request, params: { lampId: 'l1' }, query });
      return body as { items: { version: number; at: number }[]; next?: string };
    };
    const first = await page({ limit: 2, after: '0' });
    expect(first.items.map(({ version, at }) => [version, at])).to.deep.equal([
      [1, 7],
      [2, 7],
    ]);
    const second = await page({ limit: 2, after: first.next });
    expect(second.items.map(({ version }) => version)).to.deep.equal([3]);
    expect((await page({ limit: 2, after: '3' })).items).to.deep.equal([]);
  });

  it('read no more of a long stream than a page of its history shows', async () => {
    const parts = await reading();
    const loads: unknown[] = [];
    const load: typeof parts.store.load = (...asked) => {
      loads.push(asked);
      return parts.store.load(...asked);
    };
    const route = historyRoute(lamps, { ...parts, store: { ...parts.store, load } });
    for (const after of ['0', '1'])
      await route.handle({ ...request, params: { lampId: 'l1' }, query: { limit: 2, after } });
    expect(loads).to.deep.equal([
      ['lamp-l1', 0, 2],
      ['lamp-l1', 0, 3],
    ]);
  });

  it('show no history of what is not there, or behind a version that is not there', async () => {
    const route = historyRoute(lamps, await reading());
    const refusal = async (lampId: string, after: string): Promise<unknown> =>
      route
        .handle({ ...request, params: { lampId }, query: { limit: 2, after } })
        .catch((error: unknown) => error);
    for (const after of ['0', '1', '3', '999'])
      expect(await refusal('l2', after), after).to.deep.include({ status: 404, code: 'NOT_FOUND' });
    for (const after of ['4', '5', '999999999999'])
      expect(await refusal('l1', after), after).to.deep.include({
        status: 400,
        code: 'VALIDATION_FAILED',
        extras: { errors: [{ in: 'query', field: 'after', message: 'is no version of this lamp' }] },
      });
  });

  it('turn the pages of a list with what it gave out, and with nothing else', async () => {
    const parts = await reading();
    const documents = ['a', 'b', 'c'].map((_id) => ({ _id, version: 1, sum: _id === 'b' ? 2 : 1 }));
    await parts.views.put('lamps', documents);
    const page = async (query: object, from = listRoute(lamps, parts)) => {
      const { body } = await from.handle({ ...request, params: undefined, query: { limit: 1, ...query } });
      return body as { items: { lampId: string }[]; next?: string };
    };
    const names = ({ items }: Awaited<ReturnType<typeof page>>) => items.map(({ lampId }) => lampId);
    const { next = '' } = await page({});
    expect(names(await page({ after: next, limit: 2 }))).to.deep.equal(['b', 'c']);

    const filtered = await page({ sum: 1 });
    expect(names(await page({ sum: 1, after: filtered.next }))).to.deep.equal(['c']);
    const others = [
      await page({}, listRoute({ ...lamps, path: '/bulbs' }, parts)),
      await page({}, listRoute(lamps, { ...parts, service: 'desk-service' })),
      filtered,
      { next: '' },
      { next: 'a' },
      { next: `${next}0` },
      { next: next.slice(0, -1) },
      { next: `Z${next.slice(1)}` },
      { next: `${next.slice(0, -1)}${next.endsWith('0') ? '1' : '0'}` },
      { next: next.replace('.', '=.') },
      { next: next.slice(next.indexOf('.')) },
    ];
    for (const { next: after } of others) {
      const answer: unknown = await page({ after }).catch((error: unknown) => error);
      expect(answer, after).to.deep.include({ status: 400, code: 'VALIDATION_FAILED' });
    }
  });
});
