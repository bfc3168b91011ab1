import { expect } from 'chai';
import { pino } from 'pino';
import { PermanentError, TransientError } from '../decider/errors.ts';
import { createApp } from '../http/server/app.ts';
import { listen, type Listening } from '../http/server/server.ts';
import type { Commit } from '../store/commit.ts';
import { commitOf, input } from '../store/fixtures.ts';
import { keptBytes } from '../store/dead-letters.ts';
import { memoryDeadLetters } from '../store/memory-dead-letters.ts';
import { memoryStore } from '../store/memory-store.ts';
import { rawRequest, sendRaw } from '../testing/http-client.ts';
import { createRegistry } from '../telemetry/metrics.ts';
import { webIds } from './web-ids.ts';
import { operationRoutes } from './operations.ts';

const TOKEN = 'f3b1c09d77aa45e2b8d1';

const commit = (id: string): Commit =>
  commitOf(id, {
    at: 1,
    input: input({ type: 'PlaceOrder', data: { quantity: 2 } }),
    outbox: [{ id: `${id}.1`, type: 'OrderPlaced', data: {} }],
    pendingAt: 5,
  });

const replaysOf = ({ replays }: Record<string, unknown>) =>
  (replays as { at: number; by: string }[]).map(({ at, by }) => `${by} at ${at}`);

describe('the routes for operators', () => {
  const store = memoryStore({ now: () => 1 });
  const deadLetters = memoryDeadLetters();
  const replayed: Uint8Array[] = [];
  let reasons: string[] = [];
  let poison: Error | undefined;
  let isBusy = false;
  let server: Listening;

  before(async () => {
    await store.insertOrdered(['m1', 'm2', 'm3'].map(commit));
    for (const id of ['l1', 'l2'])
      await deadLetters.add({
        _id: id,
        queue: 'q',
        reason: 'not JSON',
        ...keptBytes(new TextEncoder().encode(`body of ${id}`)),
        at: 1,
        count: 1,
      });
    const replay = (bytes: Uint8Array) => {
      replayed.push(bytes);
      return poison ? Promise.reject(poison) : Promise.resolve();
    };
    const readModels = {
      states: () => [{ model: 'orders', isFilling: false }],
      beginRebuild: (model: string) => {
        if (model !== 'orders')
          throw new PermanentError('UNKNOWN_READ_MODEL', `there is no read model ${model} here`);
        if (isBusy) throw new PermanentError('REBUILD_RUNNING', 'orders is being made anew');
        return { model, isFilling: false, rebuild: { status: 'RUNNING' as const, events: 0, ms: 0 } };
      },
    };
    const parts = {
      service: 'demo',
      store,
      deadLetters,
      replay,
      ids: webIds,
      unready: () => reasons,
      readModels,
    };
    const routes = operationRoutes({ ...parts, registry: createRegistry('demo', '1') });
    const logger = pino({ level: 'silent' });
    const app = createApp({ routes, adminToken: TOKEN, logger });
    server = await listen(app, { host: '127.0.0.1', port: 0 });
  });
  after(() => server.close(1_000));
  beforeEach(() => {
    reasons = [];
    poison = undefined;
    replayed.length = 0;
  });

  const ask = async (path: string, method = 'GET', more: Record<string, string> = {}) => {
    const headers = { authorization: `Bearer ${TOKEN}`, ...more };
    const response = await fetch(`${server.url}${path}`, { method, headers });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  // @covers R-25
  it('/livez answers whatever else is broken, /readyz says what is', async () => {
    expect((await ask('/readyz')).status).to.equal(200);
    reasons = ['the database does not answer', 'no consumer'];
    expect((await ask('/livez')).status).to.equal(200);
    const { status, body } = await ask('/readyz');
    expect([status, body['code'], body['reasons']]).to.deep.equal([503, 'NOT_READY', reasons]);
  });

  it('/metrics speaks the format of Prometheus', async () => {
    const response = await fetch(`${server.url}/metrics`);
    expect(response.headers.get('content-type')).to.match(/^text\/plain; version=0\.0\.4/);
    expect(await response.text()).to.contain('# TYPE process_cpu_user_seconds_total counter');
  });

  // @covers R-53
  it('only the admin sees dead letters and commits', async () => {
    for (const path of [
      '/dead-letters',
      '/dead-letters/l1',
      '/commits',
      '/outbox',
      '/read-models',
      '/snapshots',
      '/tombstones',
    ])
      expect((await fetch(`${server.url}${path}`)).status, path).to.equal(401);
    const post = await fetch(`${server.url}/dead-letters/l1/replay`, { method: 'POST' });
    expect([post.status, replayed]).to.deep.equal([401, []]);
  });

  it('shows snapshots to the admin, and throws them away for nobody else', async () => {
    const parts = { version: 1, lamport: 1, at: 1, schemaVersions: '', state: 1 };
    for (const stream of ['tally-a', 'tally-b']) await store.saveSnapshot({ stream, ...parts });
    const { body } = await ask('/snapshots');
    expect(body['items']).to.have.length(2);
    const [first] = body['items'] as readonly object[];
    expect(first).to.include({ stream: 'tally-a', version: 1 }).and.have.keys('stream', 'version', 'bytes');
    const drop = (headers: Record<string, string>) =>
      fetch(`${server.url}/snapshots/drop`, { method: 'POST', headers });
    expect((await drop({})).status).to.equal(401);
    const response = await drop({ authorization: `Bearer ${TOKEN}` });
    expect([response.status, await response.json()]).to.deep.equal([200, { dropped: 2 }]);
    expect(await store.snapshot('tally-a')).to.equal(undefined);
  });

  it('tells what waits to be sent, since when', async () => {
    const { body } = await ask('/outbox');
    expect(body).to.deep.equal(
      await store.pending().then(({ count, waitedMs }) => ({ pending: count, waitedMs })),
    );
    expect(body['pending']).to.equal(3);
  });

  it('shows its read models, and begins to make one anew, one at a time', async () => {
    expect((await ask('/read-models')).body).to.deep.equal({
      items: [{ model: 'orders', isFilling: false }],
    });
    const begun = await ask('/read-models/orders/rebuild', 'POST');
    expect(begun).to.have.nested.property('body.rebuild.status', 'RUNNING');
    expect(begun.status).to.equal(202);
    const unknown = await ask('/read-models/painted/rebuild', 'POST');
    expect([unknown.status, unknown.body['detail']]).to.deep.equal([
      404,
      'There is no read model painted here.',
    ]);
    isBusy = true;
    const second = await ask('/read-models/orders/rebuild', 'POST');
    expect([second.status, second.body['code']]).to.deep.equal([409, 'REBUILD_RUNNING']);
  });

  it('lists dead letters page by page', async () => {
    const first = await ask('/dead-letters?limit=1');
    expect(first.body).to.have.nested.property('items[0]._id', 'l1');
    const second = await ask(`/dead-letters?limit=2&after=${String(first.body['next'])}`);
    expect(second.body).to.have.nested.property('items[0]._id', 'l2');
    expect(second.body).not.to.have.property('next');
  });

  // @covers R-19
  it('replays the same bytes and notes each time when and for whom', async () => {
    const { status, body } = await ask('/dead-letters/l1/replay', 'POST');
    expect([status, replayed]).to.deep.equal([200, [new TextEncoder().encode('body of l1')]]);
    expect(replaysOf(body), "by the database's clock").to.deep.equal(['admin at 1']);
    const again = await ask('/dead-letters/l1/replay', 'POST', { 'x-operator': 'grace' });
    expect(replaysOf(again.body)).to.deep.equal(['admin at 1', 'grace at 1']);
  });

  it('says so when a replay fails again, and does not note it', async () => {
    poison = new PermanentError('POISON', 'still not JSON');
    const { status, body } = await ask('/dead-letters/l2/replay', 'POST');
    expect([status, body['code'], body['reason']]).to.deep.equal([409, 'STILL_POISON', 'still not JSON']);
    poison = new TransientError('STORE_UNAVAILABLE', 'away');
    expect((await ask('/dead-letters/l2/replay', 'POST')).status).to.equal(503);
    expect((await ask('/dead-letters/l2')).body).not.to.have.property('replays');
  });

  // @covers R-19
  it('says so when a dead letter has become too old to be replayed, and what to do then', async () => {
    poison = new PermanentError('EXPIRED', 'EXPIRED: it was sent last year');
    const { status, body } = await ask('/dead-letters/l2/replay', 'POST');
    expect([status, body['code'], body['reason']]).to.deep.equal([
      409,
      'EXPIRED',
      'EXPIRED: it was sent last year',
    ]);
    expect(body['detail']).to.include('do by hand what is still to be done');
    poison = undefined;
  });

  it('shows bytes that are no text in base64, and replays them as they were', async () => {
    const bytes = Uint8Array.of(0xff, 0x00, 0xef, 0xbb, 0xbf, 0x7b);
    await deadLetters.add({
      _id: 'picture',
      queue: 'q',
      reason: 'not UTF-8',
      ...keptBytes(bytes),
      at: 1,
      count: 1,
    });
    const { body } = await ask('/dead-letters/picture');
    expect(body).to.include({ body: '/wDvu797', encoding: 'base64', size: 6 });
    expect((await ask('/dead-letters/picture/replay', 'POST')).status).to.equal(200);
    expect(replayed).to.deep.equal([bytes]);
  });

  it('replays no beginning of a message in its place', async () => {
    const tooLarge = keptBytes(new Uint8Array(256 * 1024 + 1).fill(0x20));
    const reason = 'too large: 262145 bytes, of which the first 16384 are kept';
    await deadLetters.add({ _id: 'large', queue: 'q', reason, ...tooLarge, at: 1, count: 1 });
    const { status, body } = await ask('/dead-letters/large/replay', 'POST');
    expect([status, body['code'], body['reason']]).to.deep.equal([409, 'STILL_POISON', reason]);
    expect(replayed).to.deep.equal([]);
  });

  it('answers 400 to an id that a path cannot hold', async () => {
    const head = [`Authorization: Bearer ${TOKEN}`];
    for (const id of ['.', '..', '%2e%2e'])
      for (const start of [`GET /dead-letters/${id}`, `POST /dead-letters/${id}/replay`]) {
        const { status, body } = await sendRaw(server.url, rawRequest(start, head));
        expect(status, start).to.equal(400);
        expect(body).to.include('"field":"id"');
      }
  });

  it('answers 404 for a dead letter that is not there', async () => {
    expect((await ask('/dead-letters/none')).status).to.equal(404);
    expect((await ask('/dead-letters/none/replay', 'POST')).status).to.equal(404);
  });

  const positions = ['zzz', '$gt', '4', '-1'];

  it('answers 400 to what is no position, was changed, is too long or is of another list', async () => {
    const { body } = await ask('/commits?limit=1');
    const [{ position: next }] = body['items'] as [{ position: string }];
    expect(next).to.equal(body['next']);
    const letter = (await ask('/dead-letters?limit=1')).body['next'] as string;
    const bad = [...positions, `${next}0`, `A${next}`, next.slice(1), next.slice(0, -1), 'x'.repeat(1_001)];
    const asked = [
      ...bad.flatMap((after) => [`/commits?after=${after}`, `/dead-letters?after=${after}`]),
      `/commits?after=${letter}`,
      `/dead-letters?after=${next}`,
    ];
    for (const path of asked) {
      const answer = await ask(path);
      expect([answer.status, answer.body['code']], path).to.deep.equal([400, 'VALIDATION_FAILED']);
      expect(answer.body).to.have.nested.property('errors[0].field', 'after');
    }
  });
});
