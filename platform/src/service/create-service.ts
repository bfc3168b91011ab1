// One service put together: its component with logs, metrics, traces, routes and the HTTP server around it.
import type { Observer } from '../runtime/ports.ts';
import { fanOut } from '../runtime/observers.ts';
import { createApp } from '../http/server/app.ts';
import { withDocumentation } from '../http/docs/documentation.ts';
import { defaultLimits } from '../http/server/limits.ts';
import type { RouteContext } from '../http/routes/context.ts';
import type { HttpLimits } from '../http/server/limits.ts';
import type { Component } from './component.ts';
import type { ServiceConfig } from './config.ts';
import { lifecycle } from './lifecycle.ts';
import { createLogger, logObserver } from '../telemetry/logging.ts';
import { handleMetrics } from '../telemetry/handle-metrics.ts';
import { meterOf } from '../telemetry/meter.ts';
import { createRegistry, metricsObserver } from '../telemetry/metrics.ts';
import { operationRoutes } from './operations.ts';
import { outboxMetrics } from '../telemetry/outbox-metrics.ts';
import type { Ports } from './ports.ts';
import type { Service, ServiceDefinition } from './service.ts';
import { tracing } from '../telemetry/tracing.ts';

/** Wires a service; nothing runs before `start`. */
export const createService = <C extends Component>(
  definition: ServiceDefinition<C>,
  given: Ports,
): Service => {
  const { name: service, config } = definition;
  const { INSTANCE: instance, LOG_LEVEL: level } = config;
  const logger = definition.logger ?? createLogger({ service, instance, level });
  const registry = createRegistry(service, instance);
  const meter = meterOf(registry);
  const handling = handleMetrics(meter, () => performance.now() / 1_000);
  const traces = tracing(given.tracer);
  /** The service's own metrics look at its component, so they come after it; nothing is observed before `start`. */
  let own: Observer = () => undefined;
  const observer = fanOut(
    given.observer,
    logObserver(logger),
    metricsObserver(meter),
    (observation) => {
      own(observation);
    },
    traces.observer,
  );
  const ports: Ports = { ...given, bus: handling.bus(traces.bus(given.bus)), observer };
  outboxMetrics(meter, ports);

  const component = definition.component(ports);
  const { runtime } = component;
  if (definition.metrics) own = definition.metrics(meter, component);
  const context: RouteContext = {
    service,
    store: ports.store,
    views: component.readModels.views,
    readModels: component.readModels,
    clock: ports.clock,
    ids: ports.ids,
    handle: traces.handle(handling.http(runtime.handle)),
  };

  const unready = (): string[] => [
    ...(running.stage() === 'running' ? [] : [`the service is ${running.stage()}`]),
    ...component.troubles(),
  ];
  const { replay } = runtime;
  const { readModels } = component;
  const { forget } = component;
  const operations = operationRoutes({ ...ports, service, registry, unready, replay, readModels, forget });
  const purpose = traces.routes(definition.routes(context, component));
  const routes = withDocumentation(service, { purpose, operation: operations });
  const running = lifecycle({
    app: createApp({ routes, adminToken: config.ADMIN_TOKEN, logger, limits: httpLimitsOf(config) }),
    address: { host: config.HOST, port: config.PORT },
    component,
    clock: ports.clock,
  });
  return running;
};

const httpLimitsOf = ({ WRITES_PER_SECOND: writesPerSecond }: ServiceConfig): HttpLimits => ({
  ...defaultLimits,
  writesPerSecond,
});
