// A service without its HTTP server and its telemetry: what a simulator or a page in a browser can run as well.
import type { NewEvent } from '../decider/decider.ts';
import type { Message } from '../decider/message.ts';
import type { Bus } from '../bus/bus.ts';
import type { MessageHandlers } from '../runtime/handler.ts';
import type { Clock, Ids, Observer } from '../runtime/ports.ts';
import { defaultLimits } from '../runtime/runtime.ts';
import type { Runtime, RuntimeLimits } from '../runtime/runtime.ts';
import type { Startable } from '../runtime/start-order.ts';
import type { DeadLetters } from '../store/dead-letters.ts';
import type { CommitStore } from '../store/store.ts';
import type { ReadViews } from '../runtime/read-models/places.ts';
import type { ReadModels } from '../runtime/read-models/read-models.ts';
import type { ClosingEvents, Forget } from '../runtime/forgetting.ts';
import type { Projection } from '../views/projection.ts';
import type { Views } from '../views/views.ts';

/** What a component stands on. */
export interface ComponentPorts {
  readonly store: CommitStore;
  readonly deadLetters: DeadLetters;
  readonly views: Views;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly observer: Observer;
}

export interface ComponentSettings {
  /** Most unacked deliveries of each queue. */
  readonly prefetch: number;
  readonly limits: RuntimeLimits;
}

export const defaultSettings: ComponentSettings = { prefetch: 50, limits: defaultLimits };

/** What background work may use. */
export type BackgroundWorld = Pick<ComponentPorts, 'store' | 'clock'> & {
  readonly runtime: Runtime;
  readonly views: ReadViews;
};

export interface ComponentDefinition<S, M extends Message, E extends NewEvent> {
  readonly name: string;
  readonly settings: ComponentSettings;
  readonly handlers: MessageHandlers<S, M, E>;
  /** The queues that it consumes. */
  readonly queues: readonly string[];
  readonly projections: readonly Projection[];
  /** What may be forgotten once it is old enough; nothing unless told. */
  readonly closedBy?: ClosingEvents;
  /** Work of its own, begun once runtime and read models run; what it returns ends it. */
  readonly background?: (world: BackgroundWorld) => Promise<() => unknown>;
}

/** Nothing runs before `start`; `stop` takes nothing new and finishes what it has. The ports stay open. */
export interface Component extends Startable {
  readonly runtime: Runtime;
  readonly readModels: ReadModels;
  /** Left out: the service has no retention, and forgets nothing. */
  readonly forget?: Forget;
  /** Why it cannot work now, in sentences that name no address and no driver; empty while it can. */
  readonly troubles: () => readonly string[];
}
