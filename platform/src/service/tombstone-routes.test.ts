import { expect } from 'chai';
import type { Route } from '../http/routes/route.ts';
import type { Forget } from '../runtime/forgetting.ts';
import { memoryStore } from '../store/memory-store.ts';
import { tombstoneRoutes } from './tombstone-routes.ts';
import { webIds } from './web-ids.ts';

const request = { headers: {}, params: {}, query: { limit: 1 }, requestId: 'r', traceparent: undefined };
const forget: Forget = (correlationId) =>
  Promise.resolve(
    correlationId === 'o1' ? { status: 'FORGOTTEN', commits: 3 } : { status: 'KEPT', why: 'TOO_RECENT' },
  );

const routesWith = async (parts: { readonly forget?: Forget }) => {
  const store = memoryStore({ now: () => 0 });
  for (const correlationId of ['o1', 'o2'])
    await store.keepTombstone({
      correlationId,
      endedAt: 1,
      forgottenAt: 2,
      commits: 3,
      requests: [{ _id: 'http:place-order:c:1', input: { type: 'PlaceOrder' } }],
    });
  const routes = tombstoneRoutes({ service: 'demo', store, ids: webIds, ...parts });
  const named = (method: string): Route => {
    const found = routes.find((route) => route.method === method);
    if (!found) throw new Error(`no ${method}`);
    return found;
  };
  return { list: named('get'), forgetSome: named('post') };
};

describe('The routes by which a service forgets', () => {
  it('say of each what became of it', async () => {
    const { forgetSome } = await routesWith({ forget });
    const body = { correlationIds: ['o1', 'o3'] };
    expect(await forgetSome.handle({ ...request, body })).to.deep.equal({
      status: 200,
      body: {
        items: [
          { correlationId: 'o1', status: 'FORGOTTEN', commits: 3 },
          { correlationId: 'o3', status: 'KEPT', why: 'TOO_RECENT' },
        ],
      },
    });
  });

  it('list what was forgotten, page by page, without the ids of requests', async () => {
    const { list } = await routesWith({ forget });
    const page = async (query: object) =>
      (await list.handle({ ...request, query, body: undefined })).body as { items: object[]; next: string };
    const first = await page({ limit: 1 });
    const stone = { endedAt: 1, forgottenAt: 2, commits: 3, requests: 1 };
    expect(first.items).to.deep.equal([{ correlationId: 'o1', ...stone }]);
    const second = await page({ limit: 5, after: first.next });
    expect(second.items).to.deep.equal([{ correlationId: 'o2', ...stone }]);
  });

  it('forget nothing without a retention', async () => {
    const { forgetSome } = await routesWith({});
    const body = { correlationIds: ['o1'] };
    const error = await forgetSome.handle({ ...request, body }).catch((thrown: unknown) => thrown);
    expect(error).to.include({ status: 409, code: 'NO_RETENTION' });
  });
});
