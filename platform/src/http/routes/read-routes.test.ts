// What is read is never behind what was done, however far behind the read model is.
import { expect } from 'chai';
import { z } from 'zod';
import { memoryStore } from '../../store/memory-store.ts';
import { commitOf } from '../../store/fixtures.ts';
import { memoryViews } from '../../views/memory-views.ts';
import type { ViewDocument } from '../../views/views.ts';
import { documentRoute, historyRoute, showCurrent } from './read-routes.ts';
import type { Resource } from './read-routes.ts';

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
  return { store, views };
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
    const asked = route.handle({ ...request, params: { lampId: 'l2' }, query: undefined });
    const error: unknown = await asked.catch((reason: unknown) => reason);
    expect(error).to.deep.include({ status: 404, code: 'NOT_FOUND', message: 'There is no lamp l2.' });
  });

  it('show a history page by page, to an empty page behind its end', async () => {
    const route = historyRoute(lamps, await reading());
    const page = async (query: object) => {
      const { body } = await route.handle({ ...request, params: { lampId: 'l1' }, query });
      return body as { items: { version: number; at: number }[]; next?: string };
    };
    const first = await page({ limit: 2 });
    expect(first.items.map(({ version, at }) => [version, at])).to.deep.equal([
      [1, 7],
      [2, 7],
    ]);
    const second = await page({ limit: 2, after: first.next });
    expect(second.items.map(({ version }) => version)).to.deep.equal([3]);
    expect((await page({ limit: 2, after: '3' })).items).to.deep.equal([]);
  });
});
