// One order, four services, one trace: with and without anybody who records it.
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { nodeIds } from '@saga-lab/platform/service/node-ids';
import type { Ports } from '@saga-lab/platform/service/ports';
import { expect } from 'chai';
import { lab } from './lab.ts';
import { serviceNames } from '@saga-lab/contracts/services';
import type { Access } from '@saga-lab/launcher/system/access';
import { ownBroker, startMemory } from '@saga-lab/launcher/engine/memory-engine';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

/** The trace ids of one order's commits, by service, and the ids of the spans that these commits name. */
const traceOfAnOrder = async (headers: Record<string, string>, tracing: Pick<Ports, 'tracer'> = {}) => {
  const ignore = (): void => undefined;
  const adminToken = nodeIds.unique();
  const engine = await startMemory(
    {
      instances: 1,
      env: {},
      adminToken,
      dataDir: '',
      log: ignore,
      changed: ignore,
      gaveUp: ignore,
      ownServers: false,
    },
    ownBroker(),
    tracing,
  );
  try {
    const urls = Object.fromEntries(engine.parts.map(({ name, url }) => [name, url])) as Access['urls'];
    const client = lab({ urls, adminToken });
    await client.putStock('lamp', 5, 100);
    await client.putAccount('ada', 1_000);
    const { body } = await client.ask('order-service', {
      method: 'post',
      path: '/orders',
      body: { customerId: 'ada', lines: [{ sku: 'lamp', quantity: 1 }] },
      headers: { 'idempotency-key': nodeIds.unique(), ...headers },
    });
    const { orderId } = body as { orderId: string };
    expect((await client.sagaEnd(orderId)).status).to.equal('COMPLETED');
    const commits = await client.commitsOf(orderId);
    const parts = serviceNames.map((name) =>
      commits[name].map(({ input: { traceparent = '' } }) => traceparent.split('-')),
    );
    return {
      traces: parts.map((ofService) => [...new Set(ofService.map(([, trace]) => trace))]),
      spans: parts.flat().map(([, , span = '']) => span),
    };
  } finally {
    await engine.stop();
  }
};

describe('The messages of one order', () => {
  it('share the trace of its request in all four services', async () => {
    const { traces } = await traceOfAnOrder({ traceparent: `00-${TRACE}-b7ad6b7169203331-01` });
    expect(traces).to.deep.equal(serviceNames.map(() => [TRACE]));
  });

  it('share a new trace if the request belongs to none', async () => {
    const { traces } = await traceOfAnOrder({ traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` });
    const [[trace = ''] = []] = traces;
    expect(trace).to.match(/^(?!0{32})[0-9a-f]{32}$/);
    expect(traces).to.deep.equal(serviceNames.map(() => [trace]));
  });

  it('are one tree of spans where they are recorded: each commit names the span that handled its message', async () => {
    const exporter = new InMemorySpanExporter();
    const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
    const { traces, spans } = await traceOfAnOrder({}, { tracer: provider.getTracer('test') });
    const [[trace = ''] = []] = traces;
    expect(traces).to.deep.equal(serviceNames.map(() => [trace]));
    const recorded = exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === trace);
    const ids = recorded.map((span) => span.spanContext().spanId);
    expect(ids).to.include.members(spans);
    const roots = recorded.filter(({ parentSpanContext }) => !parentSpanContext);
    expect(roots.map(({ name }) => name)).to.deep.equal(['POST /orders']);
    for (const { parentSpanContext } of recorded)
      if (parentSpanContext) expect(ids).to.include(parentSpanContext.spanId);
    const shipping = recorded.filter(({ name }) => name.endsWith(' ShipStock')).map(({ name }) => name);
    expect(shipping.sort()).to.deep.equal(['process ShipStock', 'send ShipStock']);
  });
});
