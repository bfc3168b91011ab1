import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import { startDemo } from '../../testing/demo-service.ts';
import { eventually } from '../../time/eventually.ts';
import { rawRequest, sendRaw } from '../../testing/http-client.ts';
import { listen } from './server.ts';

type Demo = Awaited<ReturnType<typeof startDemo>>;

describe('the HTTP server', () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo({ headersTimeoutMs: 500, requestTimeoutMs: 1_000, connections: 20 });
  });
  after(() => demo.close());

  const broken: [name: string, bytes: string, status: number][] = [
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['an unknown method', rawRequest('BREW /orders'), 400],
    ['no Host', 'GET /orders HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['two Hosts', rawRequest('GET /orders', ['Host: other']), 400],
    ['100 KB of headers', rawRequest('GET /orders', [`X: ${'x'.repeat(100_000)}`]), 431],
    [
      'Transfer-Encoding and Content-Length',
      rawRequest('POST /orders', ['Transfer-Encoding: chunked', 'Content-Length: 5'], '0\r\n\r\n'),
      400,
    ],
    ['a bad chunk size', rawRequest('POST /orders', ['Transfer-Encoding: chunked'], 'zz\r\n'), 400],
    ['an expectation', rawRequest('GET /orders', ['Expect: the-unexpected']), 417],
    ['a request for a tunnel', rawRequest('CONNECT lab:80'), 400],
    ['headers that never end', 'GET /orders HTTP/1.1\r\nX: ', 408],
    [
      'a body that never ends',
      rawRequest('POST /orders', ['Content-Type: application/json', 'Content-Length: 9'], '{'),
      408,
    ],
  ];
  for (const [name, content, status] of broken)
    // @covers R-52
    it(`answers ${status} as problem details to ${name}`, async () => {
      const answer = await sendRaw(demo.url, content);
      expect(answer.status, answer.head).to.equal(status);
      expect(answer.head)
        .to.match(/content-type: application\/problem\+json/i)
        .and.match(/x-request-id: \S+/i);
      expect(JSON.parse(answer.body)).to.include({ status }).and.include.keys('code', 'detail', 'requestId');
    });

  it('outlives a client that asks for a tunnel and is gone before it is answered', async () => {
    const { hostname, port } = new URL(demo.url);
    const gone = Array.from({ length: 20 }, async () => {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.write(`${keptAlive('GET /orders/a')}${keptAlive('CONNECT a:1')}`);
      await new Promise((resolve) => setImmediate(resolve));
      socket.resetAndDestroy();
    });
    await Promise.all(gone);
    expect((await fetch(`${demo.url}/orders`)).status).to.equal(200);
  });

  const keptAlive = (start: string) => `${start} HTTP/1.1\r\nHost: test\r\n\r\n`;
  const inTurn: [name: string, bytes: string, statuses: number[]][] = [
    [
      'good and bad ones',
      keptAlive('GET /orders/a') + keptAlive('GET /nothing') + rawRequest('GET /orders'),
      [200, 404, 200],
    ],
    [
      'a broken one in the middle',
      ['GET /orders/a', 'BREW /', 'GET /orders'].map(keptAlive).join(''),
      [200, 400],
    ],
    ['a tunnel behind a good one', ['GET /orders/a', 'CONNECT a:1'].map(keptAlive).join(''), [200, 400]],
    ['one behind the last one', rawRequest('GET /orders/a') + rawRequest('GET /orders'), [200]],
    [
      'a broken body behind a good one',
      keptAlive('GET /orders/a') + rawRequest('POST /orders', ['Transfer-Encoding: chunked'], 'zz\r\n'),
      [200, 400],
    ],
    [
      'a body that breaks behind its answer',
      rawRequest('PUT /stock/a', ['Transfer-Encoding: chunked'], '1\r\nx\r\nzz\r\n'),
      [401],
    ],
  ];
  for (const [name, bytes, statuses] of inTurn)
    // @mutation Around the services: the wait for earlier answers before a protocol error is answered [real: HTTP]
    it(`answers requests on one connection in their order: ${name}`, async () => {
      const { head, body } = await sendRaw(demo.url, bytes);
      const answered = [...`${head}${body}`.matchAll(/HTTP\/1.1 (\d{3})/g)].map(([, status]) =>
        Number(status),
      );
      expect(answered).to.deep.equal(statuses);
    });

  // @covers R-50
  it('answers an ordinary request while slow clients hold most of its connections', async () => {
    const slow = Array.from({ length: 15 }, () => sendRaw(demo.url, 'GET /orders HTTP/1.1\r\nX: '));
    const ordinary = await fetch(`${demo.url}/orders`);
    expect(ordinary.status).to.equal(200);
    const statuses = (await Promise.all(slow)).map(({ status }) => status);
    expect(new Set(statuses)).to.deep.equal(new Set([408]));
  });

  // @covers B-2 R-50
  it('takes no more connections than it should', async () => {
    const silent = Array.from({ length: 40 }, () =>
      sendRaw(demo.url, '').then(
        (answer) => answer.status,
        () => 0,
      ),
    );
    const statuses = await Promise.all(silent);
    expect(statuses.filter((status) => status === 408)).to.have.length.within(1, 20);
    await eventually(async () => expect((await fetch(`${demo.url}/orders`)).status).to.equal(200));
  });

  it('says clearly that a port is taken', async () => {
    const port = Number(new URL(demo.url).port);
    const error = await listen(() => undefined, { host: '127.0.0.1', port }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.include({ code: 'PORT_TAKEN' }).and.property('message').contains(String(port));
  });

  it('says clearly that an address is none of this machine', async () => {
    const error = await listen(() => undefined, { host: '192.0.2.1', port: 0 }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error)
      .to.include({ code: 'LISTEN_FAILED' })
      .and.property('message')
      .match(/192\.0\.2\.1.*HOST/);
  });
});
