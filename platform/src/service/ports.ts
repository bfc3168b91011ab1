// What a service stands on; its `main.ts` hands in the real parts, tests and simulators others.
import type { Tracer } from '@opentelemetry/api';
import type { ComponentPorts } from './component.ts';

export interface Ports extends ComponentPorts {
  /** Makes spans; without it there are none. */
  readonly tracer?: Tracer;
}
