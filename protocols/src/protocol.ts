// The shape of a commit protocol: what its folder exports, and what services, broker and lab are told of it.
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import type { Resource } from '@saga-lab/platform/decider/resource';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { ZodType } from 'zod';
import type { Terms } from './terms.ts';

/** A message of a protocol: its schema (`event` of contracts' `message.ts`), who sends it, and who receives it. */
export interface ProtocolMessage {
  readonly schema: ZodType;
  readonly from: readonly ServiceName[];
  readonly to: readonly ServiceName[];
}

/** What a service gives to the roles that it plays. */
export interface Setting<S = never, E extends NewEvent = NewEvent> {
  /** Its own name. */
  readonly self: ServiceName;
  readonly resource: Resource<S, E, Terms>;
  /** How its own streams are folded: the same functions as in the service's other deciders. */
  readonly streamFolds: DeciderPart['streamFolds'];
}

/** One way to agree. */
export interface Protocol {
  /** As in `POST /orders {protocol}`; every type of its messages begins with it and a dot: `2pc.Prepare`. */
  readonly name: string;
  /** By type. */
  readonly messages: Readonly<Record<string, ProtocolMessage>>;
  /** The first event of its streams, by which it is begun by whoever places an order: `2pc.OrderPlaced`. */
  readonly opening: string;
}
