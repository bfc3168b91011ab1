// What a service stands on; its `main.ts` hands in the real parts, tests and simulators others.
import type { Tracer } from '@opentelemetry/api';
import type { Bus } from '../bus/bus.ts';
import type { Clock, Ids, Observer } from '../runtime/ports.ts';
import type { DeadLetters } from '../store/dead-letters.ts';
import type { CommitStore } from '../store/store.ts';
import type { Views } from '../views/views.ts';

export interface Ports {
  readonly store: CommitStore;
  readonly deadLetters: DeadLetters;
  readonly views: Views;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly observer: Observer;
  /** Makes spans; without it there are none. */
  readonly tracer?: Tracer;
}
