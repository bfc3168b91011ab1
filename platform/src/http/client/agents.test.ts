import { get } from 'node:http';
import { hostname, networkInterfaces } from 'node:os';
import { expect } from 'chai';
import { recordingProxy } from '../../testing/recording-proxy.ts';
import { agentsFor, isThisMachine } from './agents.ts';
import type { ProxyEnvironment } from './agents.ts';

type Proxy = Awaited<ReturnType<typeof recordingProxy>>;

/** Asks by these agents; an address that cannot be reached is no answer. */
const ask = (url: string, environment: ProxyEnvironment): Promise<string> =>
  new Promise((resolve) => {
    const { httpAgent } = agentsFor(url, environment);
    get(url, { agent: httpAgent, timeout: 2_000 }, (answer) => {
      answer.resume().once('end', () => {
        resolve(String(answer.headers['x-from']));
      });
    }).on('error', () => {
      resolve('nobody');
    });
  });

describe('The way of a request', () => {
  let proxy: Proxy;
  beforeEach(async () => {
    proxy = await recordingProxy();
  });
  afterEach(() => proxy.close());

  // `.invalid` is a name that nobody has (RFC 6761).
  const outside = 'http://collector.invalid:4318/v1/traces';

  it('to an address outside goes by the proxy of the user, whatever the variable is called', async () => {
    for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'])
      expect(await ask(outside, { [name]: proxy.url }), name).to.equal('proxy');
    expect(proxy.seen).to.deep.equal(Array.from({ length: 4 }, () => `GET ${outside}`));
  });

  it('goes by HTTP_PROXY before ALL_PROXY, and takes an empty variable for none', async () => {
    const dead = 'http://127.0.0.1:9';
    expect(await ask(outside, { HTTP_PROXY: proxy.url, ALL_PROXY: dead })).to.equal('proxy');
    expect(await ask(outside, { http_proxy: '', HTTP_PROXY: proxy.url })).to.equal('proxy');
    expect(await ask(outside, { HTTPS_PROXY: proxy.url })).to.equal('nobody');
    expect(await ask(outside, {})).to.equal('nobody');
  });

  it('spares an address that NO_PROXY names', async () => {
    for (const name of ['NO_PROXY', 'no_proxy'])
      for (const value of ['collector.invalid', '.invalid', 'a.example,collector.invalid:4318', '*'])
        expect(await ask(outside, { HTTP_PROXY: proxy.url, [name]: value }), `${name}=${value}`).to.equal(
          'nobody',
        );
    expect(proxy.seen).to.deep.equal([]);
    expect(await ask(outside, { HTTP_PROXY: proxy.url, NO_PROXY: 'other.invalid' })).to.equal('proxy');
  });

  it('to this machine never goes by a proxy', async () => {
    const { port } = new URL(proxy.url);
    for (const host of ['127.0.0.1', 'localhost'])
      expect(await ask(`http://${host}:${port}/x`, { HTTP_PROXY: 'http://127.0.0.1:9' }), host).to.equal(
        'proxy',
      );
    expect(proxy.seen, 'asked itself, as any server is').to.deep.equal(['GET /x', 'GET /x']);
  });

  it('knows what this machine is', () => {
    const own = Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address));
    for (const host of [
      'localhost',
      'LOCALHOST',
      'a.localhost',
      '127.0.0.1',
      '127.255.0.9',
      '[::1]',
      '0.0.0.0',
      '[::]',
    ])
      expect(isThisMachine(host), host).to.equal(true);
    for (const host of [hostname(), '[::ffff:7f00:1]', ...own])
      expect(isThisMachine(host), host).to.equal(true);
    for (const host of [
      'example.org',
      'localhost.example.org',
      '128.0.0.1',
      '192.0.2.7',
      '[2001:db8::1]',
      'x127.0.0.1',
    ])
      expect(isThisMachine(host), host).to.equal(false);
  });
});
