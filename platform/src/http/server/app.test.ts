import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { rawRequest, sendAllRaw, sendRaw } from '../../testing/http-client.ts';
import { startDemo, TOKEN } from '../../testing/demo-service.ts';

type Demo = Awaited<ReturnType<typeof startDemo>>;

interface ProblemBody {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string;
  readonly errors?: readonly { in: string; field: string; message: string }[];
}

const GOOD = '{"customerId":"c1","lines":[{"sku":"lamp","quantity":1}]}';
const JSON_TYPE = { 'content-type': 'application/json' };
const KEY = { 'idempotency-key': 'k1' };
const line = (members: string) => `{"customerId":"c1","lines":[{"sku":"lamp","quantity":1${members}}]}`;
const quantity = (value: string) => `{"customerId":"c1","lines":[{"sku":"lamp","quantity":${value}}]}`;
const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

describe('the HTTP app', () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo();
  });
  after(() => demo.close());

  const post = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
    fetch(`${demo.url}/orders`, { method: 'POST', headers: { ...JSON_TYPE, ...KEY, ...headers }, body });
  const problemOf = async (response: Response): Promise<ProblemBody> => {
    expect(response.headers.get('content-type')).to.match(/^application\/problem\+json/);
    const problem = (await response.json()) as ProblemBody;
    expect(problem).to.include({ type: 'about:blank', status: response.status });
    expect(problem).to.include.keys('title', 'code', 'detail', 'instance');
    expect(problem.requestId).to.equal(response.headers.get('x-request-id')).and.not.empty;
    return problem;
  };

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

  const badBodies: [name: string, body: string | Uint8Array, field: string][] = [
    ['no body', '', 'body'],
    ['null', 'null', 'body'],
    ['an array', '[]', 'body'],
    ['a string', '"x"', 'body'],
    ['a number', '1', 'body'],
    ['true', 'true', 'body'],
    ['truncated JSON', GOOD.slice(0, -2), 'body'],
    ['a trailing comma', '{"customerId":"c1",}', 'body'],
    ['a key twice', '{"customerId":"c1","customerId":"c2","lines":[]}', 'customerId'],
    ['a key twice, once escaped', '{"customerId":"c1","customer\\u0049d":"c2","lines":[]}', 'customerId'],
    ['a key twice deep inside', line(',"sku":"x"'), 'sku'],
    ['a byte order mark', bytes([0xef, 0xbb, 0xbf], GOOD), 'body'],
    ['UTF-16', Buffer.from(GOOD, 'utf16le'), 'body'],
    ['invalid UTF-8', bytes('{"customerId":"', [0xc3, 0x28], '"}'), 'body'],
    ['half a character', '{"customerId":"\\ud800","lines":[]}', 'body'],
    ['NUL in an id', '{"customerId":"\\u0000","lines":[{"sku":"a","quantity":1}]}', 'customerId'],
    ['11 levels', `{"customerId":${'['.repeat(10)}${']'.repeat(10)}}`, 'body'],
    ['depth 10,000', '['.repeat(10_000), 'body'],
    ['quotes and backslashes without an end', '"' + '\\"'.repeat(40_000), 'body'],
    ['__proto__ as a key', '{"__proto__":{"x":1},"customerId":"c1"}', '__proto__'],
    ['constructor as a key', '{"constructor":{"prototype":{}}}', 'constructor'],
    ['prototype, escaped, as a key', '{"\\u0070rototype":1}', 'prototype'],
    ['toString as a key', '{"customerId":"c1","lines":[{"sku":"a","quantity":1}],"toString":1}', 'toString'],
    [
      'an operator as a value',
      '{"customerId":{"$ne":null},"lines":[{"sku":"a","quantity":1}]}',
      'customerId',
    ],
    ['an unknown field', `{"total":1,${GOOD.slice(1)}`, 'total'],
    ['an unknown field in a line', line(',"price":1'), 'lines.0.price'],
    ['a missing field', '{"customerId":"c1"}', 'lines'],
    ['quantity 0', quantity('0'), 'lines.0.quantity'],
    ['quantity -1', quantity('-1'), 'lines.0.quantity'],
    ['quantity 1.5', quantity('1.5'), 'lines.0.quantity'],
    ['quantity 1e309', quantity('1e309'), 'lines.0.quantity'],
    ['quantity "1"', quantity('"1"'), 'lines.0.quantity'],
    ['quantity 2^53+1', quantity('9007199254740993'), 'lines.0.quantity'],
    ['quantity NaN', quantity('NaN'), 'body'],
    ['quantity 01', quantity('01'), 'body'],
    ['an empty id', '{"customerId":"","lines":[{"sku":"a","quantity":1}]}', 'customerId'],
    ['a path as an id', '{"customerId":"../x","lines":[{"sku":"a","quantity":1}]}', 'customerId'],
  ];
  for (const [name, body, field] of badBodies)
    it(`answers 400 and names ${field} for a body with ${name}`, async () => {
      const response = await post(body);
      const problem = await problemOf(response);
      expect(response.status).to.equal(400);
      expect(problem.errors?.[0]).to.include({ in: 'body', field });
    });

  // @covers R-50
  it('takes 10 levels, and quotes and brackets inside of strings', async () => {
    expect((await problemOf(await post(`{"a":${'['.repeat(9)}${']'.repeat(9)}}`))).code).to.equal(
      'VALIDATION_FAILED',
    );
    expect((await problemOf(await post('{"customerId":"[[[[[[[[[[[[[\\"{{:"}'))).code).to.equal(
      'VALIDATION_FAILED',
    );
  });

  // @covers R-49
  it('names all wrong fields at once', async () => {
    const response = await post('{"customerId":"","lines":[],"x":1}', { 'idempotency-key': ' ' });
    const fields = (await problemOf(response)).errors?.map((error) => `${error.in} ${error.field}`);
    expect(fields).to.deep.equal(['header idempotency-key', 'body customerId', 'body lines', 'body x']);
  });

  const badMedia: [name: string, headers: Record<string, string>, body: string | Uint8Array][] = [
    ['a form', { 'content-type': 'multipart/form-data; boundary=x' }, GOOD],
    ['text', { 'content-type': 'text/plain' }, GOOD],
    ['another JSON', { 'content-type': 'application/merge-patch+json' }, GOOD],
    ['charset utf-7', { 'content-type': 'application/json; charset=utf-7' }, GOOD],
    ['gzip', { 'content-encoding': 'gzip' }, gzipSync(GOOD)],
    ['broken deflate', { 'content-encoding': 'deflate' }, GOOD],
  ];
  for (const [name, headers, body] of badMedia)
    it(`answers 415 to ${name}`, async () => {
      const response = await post(body, headers);
      expect([response.status, (await problemOf(response)).code]).to.deep.equal([
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ]);
    });

  const badTypes: [name: string, lines: string[]][] = [
    ['none', []],
    ['an empty one', ['Content-Type: ']],
    ['a second one', ['Content-Type: application/json', 'Content-Type: text/plain']],
    ['the same one twice', ['Content-Type: application/json', 'Content-Type: application/json']],
    ['two in one', ['Content-Type: application/json, text/plain']],
  ];
  for (const [name, lines] of badTypes)
    it(`answers 415 to a body whose Content-Type is ${name}, of known length or in chunks`, async () => {
      const chunk = `${GOOD.length.toString(16)}\r\n${GOOD}\r\n0\r\n\r\n`;
      for (const start of ['POST /orders', 'PUT /stock/lamp', 'POST /fail/refused']) {
        const head = ['Idempotency-Key: k', `Authorization: Bearer ${TOKEN}`, ...lines];
        const whole = rawRequest(start, [...head, `Content-Length: ${GOOD.length}`], GOOD);
        const chunked = rawRequest(start, [...head, 'Transfer-Encoding: chunked'], chunk);
        for (const bytes of [whole, chunked]) {
          const { status, body } = await sendRaw(demo.url, bytes);
          expect([status, (JSON.parse(body) as ProblemBody).code], start).to.deep.equal([
            415,
            'UNSUPPORTED_MEDIA_TYPE',
          ]);
        }
      }
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
