import { expect } from 'chai';
import { pino } from 'pino';
import { cursorsOf } from '../http/routes/cursor.ts';
import { createApp } from '../http/server/app.ts';
import { listen, type Listening } from '../http/server/server.ts';
import type { Commit } from '../store/commit.ts';
import { commitOf, input } from '../store/fixtures.ts';
import { memoryStore } from '../store/memory-store.ts';
import { commitRoutes } from './commit-routes.ts';
import { webIds } from './web-ids.ts';

const TOKEN = 'f3b1c09d77aa45e2b8d1';

const commit = (id: string): Commit =>
  commitOf(id, {
    at: 1,
    correlationId: 'o1',
    input: input({ type: 'PlaceOrder', data: { quantity: 2 } }),
    outbox: [{ id: `${id}.1`, type: 'OrderPlaced', data: {} }],
    pendingAt: 5,
  });

describe('the routes to the history of a service', () => {
  const store = memoryStore({ now: () => 1 });
  let server: Listening;

  before(async () => {
    await store.insertOrdered([
      ...['m1', 'm2', 'm3'].map(commit),
      commitOf('m4', { lamport: 1, correlationId: 'o2' }),
      commitOf('m5', { lamport: 9, correlationId: 'o1' }),
    ]);
    const routes = commitRoutes({ service: 'demo', store, ids: webIds });
    const app = createApp({ routes, adminToken: TOKEN, logger: pino({ level: 'silent' }) });
    server = await listen(app, { host: '127.0.0.1', port: 0 });
  });
  after(() => server.close(1_000));

  const ask = async (
    path: string,
    headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` },
  ) => {
    const response = await fetch(`${server.url}${path}`, { headers });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  /** All pages of two, each commit as its id and when a sweeper looks at it. */
  const paged = async (path: string) => {
    const seen: unknown[] = [];
    let after = '';
    for (;;) {
      const { body } = await ask(`${path}?limit=2${after}`);
      seen.push(
        ...(body['items'] as Record<string, unknown>[]).map((item) => [item['_id'], item['pendingAt']]),
      );
      const { next } = body;
      if (typeof next !== 'string') return seen;
      after = `&after=${encodeURIComponent(next)}`;
    }
  };

  it('pages through all commits in order, with their outboxes, until there are no more', async () => {
    expect(await paged('/commits')).to.deep.equal([
      ['m1', 5],
      ['m2', 5],
      ['m3', 5],
      ['m4', undefined],
      ['m5', undefined],
    ]);
  });

  it('shows of each commit what it was decided on', async () => {
    const { body } = await ask('/commits?limit=1');
    const [first] = (body as { items: Commit[] }).items;
    expect(first?.input).to.deep.equal(input({ type: 'PlaceOrder', data: { quantity: 2 } }));
  });

  it('refuses a position that the history of commits does not know, and says how to go on', async () => {
    const { of } = cursorsOf({ service: 'demo', path: '/commits', ids: webIds });
    for (const position of ['zzz', '$gt', '6', '-1']) {
      const { status, body } = await ask(`/commits?after=${of(position)}`);
      expect([status, body['code']], position).to.deep.equal([400, 'VALIDATION_FAILED']);
      expect(body).to.have.nested.property('errors[0].message').that.includes('from the beginning');
    }
  });

  it('pages through the commits of one correlation, and of no other', async () => {
    expect(await paged('/correlations/o1/commits')).to.deep.equal([
      ['m1', 5],
      ['m2', 5],
      ['m3', 5],
      ['m5', undefined],
    ]);
    expect((await ask('/correlations/o3/commits')).body).to.deep.equal({ items: [] });
  });

  it('takes no cursor of another correlation, and no id that a path cannot hold', async () => {
    const { next } = (await ask('/correlations/o1/commits?limit=1')).body;
    for (const path of [
      `/correlations/o2/commits?after=${String(next)}`,
      `/commits?after=${String(next)}`,
      '/correlations/a%20b/commits',
    ]) {
      const { status, body } = await ask(path);
      expect([status, body['code']], path).to.deep.equal([400, 'VALIDATION_FAILED']);
    }
  });

  // @covers R-53
  it('are for the administrator alone', async () => {
    for (const path of ['/commits', '/correlations/o1/commits'])
      expect((await ask(path, {})).status, path).to.equal(401);
  });
});
