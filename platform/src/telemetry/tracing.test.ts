import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { expect } from 'chai';
import type { Bus, Delivery, PublishResult } from '../bus/bus.ts';
import type { Message } from '../decider/message.ts';
import { Problem } from '../http/routes/problem.ts';
import type { Route } from '../http/routes/route.ts';
import type { Handle } from '../runtime/handler.ts';
import { commitOf } from '../store/fixtures.ts';
import { message } from '../testing/given.ts';
import { openSpans } from './open-spans.ts';
import { tracing } from './tracing.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = `00-${TRACE}-b7ad6b7169203331-01`;

const ofSaga = { sagaId: 'o1', step: 'ship-stock', operation: 'action', attempt: 2 } as const;
const command = message({ type: 'ShipStock', data: {}, ...ofSaga, traceparent: PARENT });

const traced = (result: PublishResult = 'confirmed') => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const traces = tracing(provider.getTracer('test'));
  const published: Message[] = [];
  let deliver = (_delivery: Delivery): void => undefined;
  const bus = traces.bus({
    publish: (sent) => {
      published.push(sent);
      return Promise.resolve(result);
    },
    consume: (_queue, _prefetch, onDelivery) => {
      deliver = onDelivery;
      return Promise.resolve({} as Awaited<ReturnType<Bus['consume']>>);
    },
    ready: () => ({ ok: true, detail: '' }),
    publishing: () => 'open',
    close: () => Promise.resolve(),
  });
  const receive = async (given: Message): Promise<Delivery> => {
    const got: Delivery[] = [];
    await bus.consume('q.commands', 1, (delivery) => got.push(delivery));
    const decoded = { ok: true, message: given } as const;
    deliver({ queue: 'q.commands', bytes: BYTES, epoch: 1, decoded, ack: () => undefined });
    const [delivery] = got;
    if (!delivery) throw new Error('nothing was delivered');
    return delivery;
  };
  return { traces, bus, published, receive, spans: () => exporter.getFinishedSpans() };
};

const BYTES = Uint8Array.of(1, 2, 3);

const traceparentOf = ({ decoded }: Delivery): string =>
  (decoded.ok ? decoded.message.traceparent : undefined) ?? 'none';

const requested = (handle: Route['handle']): Route => ({
  method: 'post',
  path: '/things',
  summary: 'A thing',
  responses: {},
  handle,
});
const request = { params: {}, query: {}, headers: {}, body: undefined, requestId: 'r' };
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('spans', () => {
  it('are given a message to travel with: it names the publish that sent it', async () => {
    const { bus, published, spans } = traced();
    await bus.publish(command, { service: 'inventory-service' });
    const [span] = spans();
    expect(span?.kind).to.equal(SpanKind.PRODUCER);
    expect(span?.parentSpanContext?.spanId).to.equal('b7ad6b7169203331');
    expect(published[0]?.traceparent).to.equal(`00-${TRACE}-${span?.spanContext().spanId ?? ''}-01`);
    expect({ ...published[0], traceparent: PARENT }).to.deep.equal(command);
    expect(span?.attributes).to.include({
      'messaging.system': 'rabbitmq',
      'messaging.operation.type': 'send',
      'messaging.destination.name': 'lab.commands:inventory-service',
      'messaging.message.id': command.id,
      'saga_lab.saga_id': 'o1',
      'saga_lab.step': 'ship-stock',
      'saga_lab.operation': 'action',
      'saga_lab.attempt': 2,
    });
  });

  it('fail with a publish that is not confirmed', async () => {
    const { bus, spans } = traced('returned');
    expect(await bus.publish(command, { topic: 'Any' })).to.equal('returned');
    expect(spans()[0]?.status).to.deep.include({ code: SpanStatusCode.ERROR, message: 'returned' });
  });

  it('last from the delivery to its ack; what is handled carries them, and they tell the answer', async () => {
    const { traces, receive, spans } = traced();
    const delivery = await receive(command);
    expect(delivery.bytes).to.equal(BYTES);
    traces.observer({
      kind: 'committed',
      id: command.id,
      type: 'ShipStock',
      causationId: 'c',
      at: 0,
      sentAt: '',
      events: [],
      attributes: {},
      sent: [{ answer: 'DUPLICATE' }],
    });
    expect(spans()).to.deep.equal([]);
    delivery.ack();
    const [span] = spans();
    expect([span?.kind, span?.parentSpanContext?.traceId]).to.deep.equal([SpanKind.CONSUMER, TRACE]);
    expect(traceparentOf(delivery)).to.equal(`00-${TRACE}-${span?.spanContext().spanId ?? ''}-01`);
    expect(span?.attributes).to.include({
      'messaging.destination.name': 'q.commands',
      'saga_lab.answer': 'DUPLICATE',
      'saga_lab.outcome': 'committed',
    });
  });

  it('tell duplicates and dead letters, and begin a trace where a message belongs to none', async () => {
    const { traces, receive, spans } = traced();
    const [again, poison] = [
      await receive({ ...command, id: 'again', traceparent: 'rubbish' }),
      await receive({ ...command, id: 'poison' }),
    ];
    traces.observer({ kind: 'duplicate', id: 'again', type: 'ShipStock' });
    traces.observer({ kind: 'dead-letter', id: 'poison', queue: 'q', reason: 'unreadable', count: 1 });
    again.ack();
    poison.ack();
    expect(spans()[0]?.attributes).to.include({ 'saga_lab.outcome': 'duplicate' });
    expect(spans()[0]?.parentSpanContext).to.equal(undefined);
    expect(traceparentOf(again))
      .to.match(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
      .and.not.contain(TRACE);
    expect(spans()[1]?.status.message).to.equal('unreadable');
  });

  it('cover a request and tell what became of its message', async () => {
    const { traces, spans } = traced();
    const commit = commitOf('m');
    const handle = traces.handle((() => Promise.resolve({ status: 'committed', commit })) satisfies Handle);
    const [route] = traces.routes([
      requested(async ({ traceparent }) => {
        await handle(message({ type: 'PlaceOrder', data: {}, correlationId: 'o7', traceparent }));
        return { status: 202 };
      }),
    ]);
    await route?.handle({ ...request, traceparent: PARENT });
    const [span] = spans();
    expect([span?.name, span?.kind]).to.deep.equal(['POST /things', SpanKind.SERVER]);
    expect(span?.parentSpanContext?.spanId).to.equal('b7ad6b7169203331');
    expect(span?.attributes).to.deep.include({
      'http.response.status_code': 202,
      'http.route': '/things',
      'saga_lab.saga_id': 'o7',
      'saga_lab.outcome': 'committed',
    });
  });

  it('fail with a request that could not be served, not with one that is refused', async () => {
    const { traces, spans } = traced();
    const refused = new Problem(409, 'TOO_LATE', 'Too late.');
    for (const error of [refused, new TypeError('a bug')]) {
      const [route] = traces.routes([requested(() => Promise.reject(error))]);
      expect(
        await failureOf(route?.handle({ ...request, traceparent: undefined }) ?? Promise.resolve()),
      ).to.equal(error);
    }
    expect(spans().map(({ status }) => status.code)).to.deep.equal([
      SpanStatusCode.UNSET,
      SpanStatusCode.ERROR,
    ]);
    expect(spans()[0]?.attributes).to.include({ 'http.response.status_code': 409, 'error.type': 'TOO_LATE' });
  });

  it('are not made without a tracer: everything is passed on as it is', () => {
    const traces = tracing(undefined);
    const bus = {} as Bus;
    const handle: Handle = () => Promise.resolve({ status: 'unchanged' });
    const routes = [requested(() => Promise.resolve({ status: 200 }))];
    expect([traces.bus(bus), traces.handle(handle), traces.routes(routes)]).to.deep.equal([
      bus,
      handle,
      routes,
    ]);
    expect(traces.bus(bus)).to.equal(bus);
    expect(traces.handle(handle)).to.equal(handle);
  });

  it('that never end are forgotten one day', () => {
    const spans = openSpans(1);
    const span = { end: () => undefined } as never;
    spans.open('a', span);
    spans.open('b', span);
    expect([spans.size(), spans.get('a')]).to.deep.equal([1, undefined]);
    spans.close('b', span);
    expect(spans.size()).to.equal(0);
  });
});
