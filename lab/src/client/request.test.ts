import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serviceNames } from '@saga-lab/contracts/services';
import { recordingProxy } from '@saga-lab/platform/testing/recording-proxy';
import { expect } from 'chai';
import type { Access } from '@saga-lab/launcher/system/access';
import { asking, isNoAnswer } from './request.ts';
import type { Ask } from './request.ts';

type Proxy = Awaited<ReturnType<typeof recordingProxy>>;

const systemAt = (origin: string): Access => ({
  urls: Object.fromEntries(serviceNames.map((name) => [name, origin])) as Access['urls'],
  adminToken: 'q7Zr2mXw9KfT4sVb',
});

describe('A request of the lab', () => {
  let proxy: Proxy;
  beforeEach(async () => {
    proxy = await recordingProxy();
  });
  afterEach(() => proxy.close());

  const livez = { method: 'get', path: '/livez' } as const;

  it('to a system elsewhere goes by the proxy of the user, unless NO_PROXY names its host', async () => {
    const elsewhere = systemAt('http://lab.invalid:8081');
    const proxied = await asking(elsewhere, { ALL_PROXY: proxy.url })('order-service', livez);
    expect([proxied.status, proxied.headers['x-from']]).to.deep.equal([200, 'proxy']);
    expect(proxy.seen).to.deep.equal(['GET http://lab.invalid:8081/livez']);

    const direct = asking(elsewhere, { ALL_PROXY: proxy.url, no_proxy: 'lab.invalid' });
    const failure: unknown = await direct('order-service', livez).catch((error: unknown) => error);
    expect(failure).to.have.property('code', 'ENOTFOUND');
    expect(proxy.seen).to.have.length(1);
  });

  it('to this machine goes to no proxy', async () => {
    const ask = asking(systemAt(proxy.url), {
      HTTP_PROXY: 'http://127.0.0.1:9',
      ALL_PROXY: 'http://127.0.0.1:9',
    });
    expect((await ask('order-service', livez)).status).to.equal(200);
    expect(proxy.seen, 'here it is the service').to.deep.equal(['GET /livez']);
  });

  it('comes from the administrator, or from nobody in particular', async () => {
    const seen: unknown[] = [];
    await onServer(
      ({ headers }, answer) => {
        seen.push(headers.authorization);
        answer.end();
      },
      async (ask) => {
        await ask('order-service', livez);
        await ask('order-service', { ...livez, anonymous: true });
      },
    );
    expect(seen).to.deep.equal(['Bearer q7Zr2mXw9KfT4sVb', undefined]);
  });

  it('that may be repeated is sent once more when the service ends the connection instead of answering', async () => {
    const seen: unknown[] = [];
    await onServer(
      ({ method, socket }, answer) => {
        seen.push(method);
        if (seen.length % 2 === 0) answer.end();
        else socket.destroy();
      },
      async (ask) => {
        const post = { method: 'post', path: '/orders', body: {} } as const;
        const keyed = { ...post, headers: { 'Idempotency-Key': 'k' } };
        const put = { ...post, method: 'put' } as const;
        for (const one of [livez, keyed, put]) expect((await ask('order-service', one)).status).to.equal(200);
        const failure: unknown = await ask('order-service', post).catch((error: unknown) => error);
        expect(isNoAnswer(failure)).to.equal(true);
      },
    );
    expect(seen).to.deep.equal(['GET', 'GET', 'POST', 'POST', 'PUT', 'PUT', 'POST']);
  });

  it('is sent four times at most', async () => {
    let seen = 0;
    await onServer(
      ({ socket }, answer) => {
        seen += 1;
        if (seen === 4) answer.end();
        else socket.destroy();
      },
      async (ask) => {
        expect((await ask('order-service', livez)).status).to.equal(200);
        seen = -4;
        const failure: unknown = await ask('order-service', livez).catch((error: unknown) => error);
        expect(isNoAnswer(failure)).to.equal(true);
        expect(seen).to.equal(0);
      },
    );
  });

  it('is broken off when its time is over, and then there is no answer', async () => {
    await onServer(
      () => undefined,
      async (ask) => {
        const begin = performance.now();
        const late: unknown = await ask('order-service', { ...livez, withinMs: 30 }).catch(
          (error: unknown) => error,
        );
        expect(isNoAnswer(late)).to.equal(true);
        expect(performance.now() - begin).to.be.within(25, 5_000);
      },
    );
  });
});

const onServer = async (listener: RequestListener, work: (ask: Ask) => Promise<void>): Promise<void> => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await work(asking(systemAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)));
  } finally {
    server.closeAllConnections();
    server.close();
  }
};
