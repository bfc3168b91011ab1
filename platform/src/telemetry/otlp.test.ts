import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { recordingProxy } from '../testing/recording-proxy.ts';
import { otlpTraces } from './otlp.ts';

const about = { service: 'order-service', instance: '1', proxies: {} };

describe('the export of spans', () => {
  it('sends what there is to the collector before it ends', async () => {
    const got: string[] = [];
    const collector = createServer((request, response) => {
      request.on('data', (bytes: Buffer) => got.push(`${request.url ?? ''} ${bytes.toString()}`));
      request.on('end', () => response.end());
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = collector.address() as AddressInfo;
      const { tracer, close } = await otlpTraces({ ...about, endpoint: `http://127.0.0.1:${port}/` });
      tracer?.startSpan('send ShipStock').end();
      await close();
      expect(got.join())
        .to.match(/^\/v1\/traces /)
        .and.contain('send ShipStock')
        .and.contain('order-service');
    } finally {
      collector.close();
    }
  });

  it('sends them to an endpoint outside by the proxy, and to one on this machine directly', async () => {
    const proxy = await recordingProxy();
    try {
      const proxies = { HTTP_PROXY: proxy.url };
      const send = async (endpoint: string, environment: object): Promise<void> => {
        const { tracer, close } = await otlpTraces({ ...about, endpoint, proxies: { ...environment } });
        tracer?.startSpan('send ShipStock').end();
        await close();
      };
      await send('http://127.0.0.1:9', proxies);
      await send('http://collector.invalid:4318', { ...proxies, NO_PROXY: '.invalid' });
      expect(proxy.seen).to.deep.equal([]);
      await send('http://collector.invalid:4318', proxies);
      expect(proxy.seen).to.deep.equal(['POST http://collector.invalid:4318/v1/traces']);
    } finally {
      await proxy.close();
    }
  });

  it('has no tracer without an endpoint', async () => {
    const { tracer, close } = await otlpTraces({ ...about, endpoint: undefined });
    await close();
    expect(tracer).to.equal(undefined);
  });
});
