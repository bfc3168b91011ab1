// What a service gives to be put together, and what comes out of that.
import type { RequestListener } from 'node:http';
import type { Logger } from 'pino';
import type { Route } from '../http/routes/route.ts';
import type { RouteContext } from '../http/routes/context.ts';
import type { Observer } from '../runtime/ports.ts';
import type { Meter } from '../telemetry/meter.ts';
import type { Component, ComponentPorts } from './component.ts';
import type { ServiceConfig } from './config.ts';

export interface ServiceDefinition<C extends Component> {
  readonly name: string;
  readonly config: ServiceConfig;
  readonly component: (ports: ComponentPorts) => C;
  readonly routes: (context: RouteContext, component: C) => readonly Route[];
  /** Metrics of its own; what it returns is told all that the runtime tells. */
  readonly metrics?: (meter: Meter, component: C) => Observer;
  /** By default JSON lines on stdout, as the settings say. */
  readonly logger?: Logger;
}

export interface Service {
  readonly http: { readonly app: RequestListener; readonly url: () => string };
  /** Resolves once it listens. @throws PermanentError, code PORT_TAKEN among others; then nothing is left running. */
  readonly start: () => Promise<{ readonly url: string }>;
  /** Takes nothing new, finishes what it has, and is done within 10 s. Idempotent; the ports stay open. */
  readonly stop: () => Promise<void>;
}
