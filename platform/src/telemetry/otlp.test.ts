import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { otlpTraces } from './otlp.ts';

const about = { service: 'order-service', instance: '1' };

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

  it('has no tracer without an endpoint', async () => {
    const { tracer, close } = await otlpTraces({ ...about, endpoint: undefined });
    await close();
    expect(tracer).to.equal(undefined);
  });
});
