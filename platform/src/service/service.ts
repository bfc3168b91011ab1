// What a service gives to be put together, and what comes out of that.
import type { RequestListener } from 'node:http';
import type { Logger } from 'pino';
import type { NewEvent } from '../decider/decider.ts';
import type { Message } from '../decider/message.ts';
import type { Route } from '../http/routes/route.ts';
import type { Handle, MessageHandlers } from '../runtime/handler.ts';
import type { Clock, Ids, Observer } from '../runtime/ports.ts';
import type { QueueConsumption, Runtime } from '../runtime/runtime.ts';
import type { CommitStore } from '../store/store.ts';
import type { Projection } from '../views/projection.ts';
import type { Views } from '../views/views.ts';
import type { ServiceConfig } from './config.ts';
import type { Meter } from '../telemetry/meter.ts';

/** What a service's own routes and background work stand on. */
export interface RouteParts {
  readonly service: string;
  /** Hands a message to the runtime; an answer to HTTP waits for it with `submit`. */
  readonly handle: Handle;
  readonly store: CommitStore;
  readonly views: Views;
  readonly runtime: Runtime;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface ServiceDefinition<S, M extends Message, E extends NewEvent> {
  readonly name: string;
  readonly config: ServiceConfig;
  readonly handlers: MessageHandlers<S, M, E>;
  readonly queues: readonly QueueConsumption[];
  readonly projections: readonly Projection[];
  readonly routes: (parts: RouteParts) => readonly Route[];
  /** Metrics of its own; what it returns is told all that the runtime tells. */
  readonly metrics?: (meter: Meter) => Observer;
  /** Background work of its own, begun once runtime and read models run; what it returns ends it. */
  readonly onStart?: (parts: RouteParts) => Promise<() => unknown>;
  /** By default JSON lines on stdout, as the settings say. */
  readonly logger?: Logger;
}

export interface Service {
  readonly http: { readonly app: RequestListener; readonly url: () => string };
  /** Resolves once it listens. @throws PermanentError, code PORT_TAKEN among others; then nothing is left running. */
  readonly start: () => Promise<{ readonly url: string }>;
  /** Takes nothing new, finishes what it has, and is done within 10 s. Idempotent; the ports stay open. */
  readonly stop: () => Promise<void>;
  readonly runtime: Runtime;
}
