import { expect } from 'chai';
import { rawRequest, sendAllRaw, sendRaw } from '../../testing/http-client.ts';
import type { Demo, ProblemBody } from '../../testing/demo-requests.ts';
import { GOOD, JSON_TYPE, postTo, problemOf } from '../../testing/demo-requests.ts';
import { startDemo, TOKEN } from '../../testing/demo-service.ts';

describe('the HTTP app', () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo();
  });
  after(() => demo.close());

  const post = (body: string | Uint8Array, headers?: Record<string, string>) => postTo(demo, body, headers);

  it('hands a good request to its route', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const response = await post(GOOD, {
      traceparent,
      'x-request-id': 'mine',
      'content-type': 'application/json; charset=UTF-8',
    });
    expect(response.status).to.equal(202);
    expect(response.headers.get('location')).to.equal('/orders/1');
    expect(response.headers.get('x-request-id')).to.equal('mine');
    expect(response.headers.get('x-powered-by')).to.equal(null);
    expect(await response.json()).to.deep.equal({ seen: { body: JSON.parse(GOOD) as unknown, traceparent } });
  });

  it('answers 400 to an id that a path cannot hold, wherever it stands', async () => {
    const raw = async (start: string) => {
      const { status, body } = await sendRaw(demo.url, rawRequest(start, [`Authorization: Bearer ${TOKEN}`]));
      return [status, (JSON.parse(body) as ProblemBody).errors?.[0]?.field];
    };
    for (const id of ['.', '..', '%2e', '%2e%2E', '.%2e']) {
      expect(await raw(`GET /orders/${id}`), id).to.deep.equal([400, 'id']);
      expect(await raw(`PUT /stock/${id}`), id).to.deep.equal([400, 'sku']);
    }
    for (const id of ['.', '..']) {
      const problem = await problemOf(await post(GOOD.replace('c1', id).replace('lamp', id)));
      expect(problem.errors?.map(({ field }) => field)).to.deep.equal(['customerId', 'lines.0.sku']);
    }
  });

  // @covers R-09 R-50
  it('answers 413 above 100 KiB, announced or not', async () => {
    const large = `{"customerId":"${'x'.repeat(100 * 1024)}"}`;
    expect((await problemOf(await post(large))).code).to.equal('BODY_TOO_LARGE');
    const chunk = `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;
    const head = ['Content-Type: application/json', 'Idempotency-Key: k', 'Transfer-Encoding: chunked'];
    expect((await sendRaw(demo.url, rawRequest('POST /orders', head, chunk))).status).to.equal(413);
  });

  const unfinished: [name: string, line: string, body: string][] = [
    ['announces 100 GB', 'Content-Length: 100000000000', 'x'],
    ['sends chunk after chunk', 'Transfer-Encoding: chunked', `30d40\r\n${'x'.repeat(200_000)}\r\n`],
  ];
  for (const [name, line, body] of unfinished)
    it(`answers 413 to a client that ${name} before it has sent all, and ends the connection`, async () => {
      const head = ['Content-Type: application/json', 'Idempotency-Key: k', line];
      const { status, head: answered } = await sendRaw(demo.url, rawRequest('POST /orders', head, body));
      expect(status).to.equal(413);
      expect(answered).to.match(/^connection: close/im);
    });

  // @mutation Around the services: reading the rest of a request that was answered early [real: HTTP]
  it('reads on when it has answered, because a reset would take the answer back', async () => {
    const body = 'x'.repeat(10_000_000);
    const length = `Content-Length: ${body.length}`;
    const requests: [status: number, bytes: string][] = [
      [401, rawRequest('PUT /stock/lamp', [length], body)],
      [413, rawRequest('POST /orders', [length], body)],
      [415, rawRequest('POST /orders', [length, 'Content-Encoding: gzip'], body)],
    ];
    for (const [status, bytes] of requests)
      expect((await sendAllRaw(demo.url, bytes)).status).to.equal(status);
  });

  const badKeys: [name: string, key: string][] = [
    ['none', ''],
    ['too long', 'k'.repeat(256)],
    ['not ASCII', 'schl\u00fcssel'],
    ['with a space', 'a b'],
  ];
  for (const [name, key] of badKeys)
    it(`answers 400 to an Idempotency-Key that is ${name}`, async () => {
      const { errors } = await problemOf(await post(GOOD, { 'idempotency-key': key }));
      expect(errors?.[0]).to.include({ in: 'header', field: 'idempotency-key' });
    });

  const badGets: [path: string, status: number, field?: string][] = [
    ['/orders?limit=0', 400, 'limit'],
    ['/orders?limit=101', 400, 'limit'],
    ['/orders?limit=-1', 400, 'limit'],
    ['/orders?limit=1e1', 400, 'limit'],
    ['/orders?limit=', 400, 'limit'],
    ['/orders?limit=1&limit=2', 400, 'limit'],
    ['/orders?limit[$ne]=1', 400, 'limit[$ne]'],
    ['/orders?__proto__=1', 400, '__proto__'],
    ['/orders?after=%ff', 400, 'query'],
    ['/orders?after=', 400, 'after'],
    ['/orders/o1?x=1', 400, 'x'],
    ['/orders/a%20b', 400, 'id'],
    ['/orders/%2e%2e%2fx', 400, 'id'],
    ['/orders/%00', 400, 'id'],
    ['/orders/%zz', 400],
    ['/orders/', 404],
    ['//orders', 404],
    ['/Orders', 404],
    ['/nothing', 404],
    ['/docs/../../package.json', 404],
    ['/docs/package.json', 400, 'file'],
    [`/orders?after=${'x'.repeat(2048)}`, 414],
  ];
  for (const [path, status, field] of badGets)
    it(`answers ${status} to GET ${path.slice(0, 40)}`, async () => {
      const response = await fetch(`${demo.url}${path}`);
      const problem = await problemOf(response);
      expect([response.status, problem.errors?.[0]?.field]).to.deep.equal([status, field]);
    });

  it('answers 405 with Allow to other methods on a known path', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
      const response = await fetch(`${demo.url}/orders`, {
        method,
        headers: { 'X-HTTP-Method-Override': 'GET' },
      });
      expect((await problemOf(response)).status, method).to.equal(405);
      expect(response.headers.get('allow')).to.equal('POST, GET, HEAD');
    }
    expect((await sendRaw(demo.url, rawRequest('TRACE /orders'))).status).to.equal(405);
  });

  it('refuses a body where none belongs', async () => {
    const response = await fetch(`${demo.url}/fail/refused`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{}',
    });
    expect((await problemOf(response)).errors?.[0]?.field).to.equal('body');
  });

  const badTokens: [name: string, headers: string[]][] = [
    ['none', []],
    ['an empty one', ['Authorization: Bearer ']],
    ['no token', ['Authorization: Bearer']],
    ['a wrong one', ['Authorization: Bearer 0123456789abcdef']],
    ['another scheme', [`Authorization: Basic ${TOKEN}`]],
    ['one too long', [`Authorization: Bearer ${TOKEN}x`]],
    ['two', [`Authorization: Bearer ${TOKEN}`, 'Authorization: Bearer x']],
  ];
  for (const [name, headers] of badTokens)
    // @covers R-53
    it(`answers 401 on an admin route to ${name}, before it looks at anything else`, async () => {
      const { status, head } = await sendRaw(demo.url, rawRequest('PUT /stock/a%20b?x=1', headers));
      expect(status).to.equal(401);
      expect(head).to.match(/^WWW-Authenticate: Bearer/im);
    });

  it('lets the admin in', async () => {
    const headers = { ...JSON_TYPE, authorization: `Bearer ${TOKEN}` };
    const response = await fetch(`${demo.url}/stock/lamp`, { method: 'PUT', headers, body: '{"onHand":3}' });
    expect([response.status, await response.json()]).to.deep.equal([200, { seen: { onHand: 3 } }]);
  });

  it('passes on what a route refuses', async () => {
    const problem = await problemOf(await fetch(`${demo.url}/fail/refused`, { method: 'POST' }));
    expect(problem).to.include({ status: 409, code: 'ORDER_APPROVED', detail: 'Too late.', order: 'o1' });
  });

  it('answers 503 with Retry-After while something is away', async () => {
    const response = await fetch(`${demo.url}/fail/away`, { method: 'POST' });
    expect(response.headers.get('retry-after')).to.equal('1');
    const problem = await problemOf(response);
    expect(problem).to.include({ status: 503, code: 'STORE_UNAVAILABLE' });
    expect(JSON.stringify(problem)).not.to.contain('10.0.0.1');
  });

  // @covers R-52
  it('answers 500 to a bug, tells the log what it was and the client nothing', async () => {
    const problem = await problemOf(await fetch(`${demo.url}/fail/bug`, { method: 'POST' }));
    expect(problem).to.include({ status: 500, code: 'INTERNAL_ERROR' });
    expect(JSON.stringify(problem)).not.to.match(/mongodb|cannot read|TypeError| at /);
    expect(demo.logged.find((entry) => entry.includes('cannot read'))).to.contain(problem.requestId);
  });
});
