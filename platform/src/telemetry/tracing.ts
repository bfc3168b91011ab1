// Spans at the ports of a service: one for each request, each delivery and each publish. The runtime knows nothing of
// them: what it is given and what it sends names, in `traceparent`, the span that sent it.
import { routeOf } from '@saga-lab/contracts/topology';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Attributes, Span, Tracer } from '@opentelemetry/api';
import type { Bus, Delivery } from '../bus/bus.ts';
import { forwardingBus } from '../bus/forwarding-bus.ts';
import { attributesOf } from '../decider/message.ts';
import type { Message } from '../decider/message.ts';
import { toProblem } from '../http/server/problem-answer.ts';
import type { Route } from '../http/routes/route.ts';
import type { Handle } from '../runtime/handler.ts';
import type { Observer } from '../runtime/ports.ts';
import { openSpans } from './open-spans.ts';
import { contextOf, traceparentOf } from './traceparent.ts';

export interface Tracing {
  readonly bus: (bus: Bus) => Bus;
  readonly routes: (routes: readonly Route[]) => readonly Route[];
  /** For what HTTP hands over. */
  readonly handle: (handle: Handle) => Handle;
  /** Hears what became of each message. */
  readonly observer: Observer;
}

/** Without a tracer everything stays as it is. */
export const tracing = (tracer: Tracer | undefined): Tracing => (tracer ? tracingWith(tracer) : untraced);

const untraced: Tracing = {
  bus: (bus) => bus,
  routes: (routes) => routes,
  handle: (handle) => handle,
  observer: () => undefined,
};

const tracingWith = (tracer: Tracer): Tracing => {
  /** By the id of the message that is being handled. */
  const deliveries = openSpans();
  /** By the traceparent that the route was given. */
  const requests = openSpans();
  return {
    bus: (bus) =>
      forwardingBus(bus, {
        publish: tracedPublish(tracer, bus),
        delivery: (came) => tracedDelivery(tracer, came, deliveries),
      }),
    routes: (routes) => routes.map((route) => tracedRoute(tracer, route, requests)),
    handle: (handle) => async (message) => {
      const span = requests.get(message.traceparent ?? '');
      span?.setAttributes(aboutMessage(message));
      const outcome = await handle(message);
      span?.setAttribute('saga_lab.outcome', outcome.status);
      return outcome;
    },
    observer: (observation) => {
      if (observation.kind === 'committed') {
        const [answer] = observation.sent.flatMap((sent) => sent.answer ?? []);
        const about = { 'saga_lab.outcome': 'committed', ...(answer && { 'saga_lab.answer': answer }) };
        deliveries.get(observation.id)?.setAttributes(about);
      } else if (observation.kind === 'duplicate')
        deliveries.get(observation.id)?.setAttribute('saga_lab.outcome', 'duplicate');
      else if (observation.kind === 'dead-letter')
        deliveries
          .get(observation.id)
          ?.setStatus({ code: SpanStatusCode.ERROR, message: observation.reason });
    },
  };
};

const tracedPublish =
  (tracer: Tracer, bus: Bus): Bus['publish'] =>
  async (message, destination) => {
    const { exchange, key } = routeOf(destination);
    const attributes = {
      ...messaging(message, 'send', `${exchange}:${key}`),
      'messaging.rabbitmq.destination.routing_key': key,
    };
    const options = { kind: SpanKind.PRODUCER, attributes };
    const span = tracer.startSpan(`send ${message.type}`, options, contextOf(message.traceparent));
    try {
      const result = await bus.publish({ ...message, traceparent: traceparentOf(span) }, destination);
      span.setAttribute('saga_lab.result', result);
      if (result !== 'confirmed') span.setStatus({ code: SpanStatusCode.ERROR, message: result });
      return result;
    } finally {
      span.end();
    }
  };

/** Ends with its ack; one that is never acked is delivered again, and has a span of its own then. */
const tracedDelivery = (
  tracer: Tracer,
  delivery: Delivery,
  deliveries: ReturnType<typeof openSpans>,
): Delivery => {
  const { decoded, queue } = delivery;
  if (!decoded.ok) return delivery;
  const { message } = decoded;
  const options = { kind: SpanKind.CONSUMER, attributes: messaging(message, 'process', queue) };
  const span = tracer.startSpan(`process ${message.type}`, options, contextOf(message.traceparent));
  deliveries.open(message.id, span);
  return {
    ...delivery,
    decoded: { ok: true, message: { ...message, traceparent: traceparentOf(span) } },
    ack: () => {
      delivery.ack();
      deliveries.close(message.id, span);
    },
  };
};

const tracedRoute = (tracer: Tracer, route: Route, requests: ReturnType<typeof openSpans>): Route => ({
  ...route,
  handle: async (request) => {
    const method = route.method.toUpperCase();
    const attributes = { 'http.request.method': method, 'http.route': route.path };
    const options = { kind: SpanKind.SERVER, attributes };
    const span = tracer.startSpan(`${method} ${route.path}`, options, contextOf(request.traceparent));
    const traceparent = traceparentOf(span);
    requests.open(traceparent, span);
    try {
      const response = await route.handle({ ...request, traceparent });
      span.setAttribute('http.response.status_code', response.status);
      return response;
    } catch (error) {
      noteFailure(span, error);
      throw error;
    } finally {
      requests.close(traceparent, span);
    }
  },
});

const noteFailure = (span: Span, error: unknown): void => {
  const { status, code } = toProblem(error);
  span.setAttributes({ 'http.response.status_code': status, 'error.type': code });
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
};

/** Names of the semantic conventions for messaging, with the type of the message among them. */
const messaging = (message: Message, operation: 'send' | 'process', destination: string): Attributes => ({
  'messaging.system': 'rabbitmq',
  'messaging.operation.type': operation,
  'messaging.operation.name': operation,
  'messaging.destination.name': destination,
  'messaging.message.id': message.id,
  'messaging.message.conversation_id': message.correlationId,
  ...aboutMessage(message),
});

const aboutMessage = (message: Message): Attributes => ({
  'saga_lab.message_type': message.type,
  'saga_lab.saga_id': message.correlationId,
  ...Object.fromEntries(
    Object.entries(attributesOf(message))
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [`saga_lab.${snakeCase(name)}`, value]),
  ),
});

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
