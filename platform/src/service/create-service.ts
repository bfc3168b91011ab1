// One service put together: runtime, read models, routes and HTTP server over the ports it is given.
import type { Bus } from '../bus/bus.ts';
import { decode } from '../bus/cloudevents.ts';
import type { NewEvent } from '../decider/decider.ts';
import type { Message } from '../decider/message.ts';
import { createApp } from '../http/server/app.ts';
import { withDocumentation } from '../http/docs/documentation.ts';
import { defaultLimits } from '../http/server/limits.ts';
import type { HttpLimits } from '../http/server/limits.ts';
import { createRuntime } from '../runtime/create-runtime.ts';
import { projector } from '../runtime/projector.ts';
import type { RuntimeLimits } from '../runtime/runtime.ts';
import type { ServiceConfig } from './config.ts';
import { lifecycle, type Part } from './lifecycle.ts';
import { createLogger, logObserver } from '../telemetry/logging.ts';
import { handleMetrics } from '../telemetry/handle-metrics.ts';
import { meterOf } from '../telemetry/meter.ts';
import { createRegistry, metricsObserver } from '../telemetry/metrics.ts';
import { combined } from '../telemetry/observers.ts';
import { operationRoutes } from './operations.ts';
import { outboxMetrics } from '../telemetry/outbox-metrics.ts';
import type { Ports } from './ports.ts';
import type { RouteParts, Service, ServiceDefinition } from './service.ts';
import { tracing } from '../telemetry/tracing.ts';

/** Wires a service; nothing runs before `start`. */
export const createService = <S, M extends Message, E extends NewEvent>(
  definition: ServiceDefinition<S, M, E>,
  given: Ports,
): Service => {
  const { name: service, config, handlers, queues, projections } = definition;
  const { INSTANCE: instance, LOG_LEVEL: level } = config;
  const logger = definition.logger ?? createLogger({ service, instance, level });
  const registry = createRegistry(service, instance);
  const meter = meterOf(registry);
  const handling = handleMetrics(meter, () => performance.now() / 1_000);
  const traces = tracing(given.tracer);
  const own = definition.metrics?.(meter) ?? (() => undefined);
  const observer = combined(
    given.observer,
    logObserver(logger),
    metricsObserver(meter),
    own,
    traces.observer,
  );
  const ports: Ports = { ...given, bus: handling.bus(traces.bus(given.bus)), observer };
  outboxMetrics(meter, ports);

  const runtime = createRuntime({ service, handlers, queues, limits: limitsOf(config), ports, decode });
  const readModels = projector({ ...ports, name: service, projections });
  const parts: RouteParts = {
    service,
    runtime,
    store: ports.store,
    views: ports.views,
    clock: ports.clock,
    ids: ports.ids,
    handle: traces.handle(handling.http(runtime.handle)),
  };

  const unready = (): string[] => [
    ...(running.stage() === 'running' ? [] : [`the service is ${running.stage()}`]),
    ...troublesOf({ bus: ports.bus, runtime, readModels }),
  ];
  const operations = operationRoutes({ ...ports, registry, unready, replay: runtime.replay });
  const routes = withDocumentation(service, [...traces.routes(definition.routes(parts)), ...operations]);
  const running = lifecycle({
    app: createApp({ routes, adminToken: config.ADMIN_TOKEN, logger, limits: httpLimitsOf(config) }),
    address: { host: config.HOST, port: config.PORT },
    parts: [readModels, runtime, backgroundOf(definition, parts)],
    clock: ports.clock,
  });
  return { ...running, runtime };
};

interface Checked {
  readonly ready: () => { readonly ok: boolean };
}

const ALARM = 'the broker takes no messages: an alarm of its memory or disk';

/** In words of our own: what drivers say about it is in the log, and for nobody else. */
const troublesOf = (parts: Record<'runtime' | 'readModels', Checked> & { readonly bus: Bus }): string[] => {
  const [bus, runtime, readModels] = [parts.bus, parts.runtime, parts.readModels].map(
    (part) => part.ready().ok,
  );
  return [
    ...(bus ? [] : [brokerTrouble(parts.bus)]),
    ...(runtime || !bus ? [] : ['the database does not answer']),
    ...(readModels ? [] : ['the read models do not follow']),
  ];
};

const brokerTrouble = (bus: Bus): string => {
  if (bus.publishing() === 'blocked') return ALARM;
  const { queue } = bus.ready();
  return queue === undefined ? 'the broker cannot be used' : `the broker cannot be used: ${queue}`;
};

const httpLimitsOf = ({ WRITES_PER_SECOND: writesPerSecond }: ServiceConfig): HttpLimits => ({
  ...defaultLimits,
  writesPerSecond,
});

const limitsOf = (config: ServiceConfig): RuntimeLimits => ({
  batchSize: config.BATCH_SIZE,
  publishWindow: config.PUBLISH_WINDOW,
  graceMs: config.GRACE_MS,
  leaseMs: config.LEASE_MS,
  sweepMs: config.SWEEP_MS,
});

const backgroundOf = (
  { onStart }: { onStart?: (parts: RouteParts) => Promise<() => unknown> },
  parts: RouteParts,
): Part => {
  let end = (): unknown => undefined;
  return {
    start: async () => {
      if (onStart) end = await onStart(parts);
    },
    stop: async () => {
      await end();
    },
  };
};
