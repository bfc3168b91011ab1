// A bug that is planted on purpose: one mechanism taken away where a service is put together, and what then goes wrong.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Decider, NewEvent } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import type { ComponentPorts } from '@saga-lab/platform/service/component';
import type { Bus } from '@saga-lab/platform/bus/bus';
import type { CommitStore } from '@saga-lab/platform/store/store';
import type { Invariant } from '../checker/verdict.ts';
import type { Twin } from '../simulator/simulation.ts';

export interface PlantedBug extends Twin {
  /** What is taken away. */
  readonly mechanism: string;
  /** The rules that need it: `R-10`; none where the mechanism is one of a protocol. */
  readonly rules: readonly string[];
  /** What happens without it, in one sentence. */
  readonly consequence: string;
  /** A run that violates one of these has caught the bug; what else it violates is no proof. */
  readonly breaks: readonly Invariant[];
  /** Under which orders are placed for it to show; left out: under the saga. */
  readonly protocols?: readonly string[];
}

type Change = Twin['change'];

/** Other methods of the store, in every service or in one. */
export const inStore =
  (other: (store: CommitStore, ports: ComponentPorts) => Partial<CommitStore>, only?: ServiceName): Change =>
  (composition) => {
    const { definition, ports } = composition;
    if (only !== undefined && definition.name !== only) return composition;
    return { definition, ports: { ...ports, store: { ...ports.store, ...other(ports.store, ports) } } };
  };

/** Other methods of the bus, in every service. */
export const inBus =
  (other: (bus: Bus) => Partial<Bus>): Change =>
  ({ definition, ports }) => ({
    definition,
    ports: { ...ports, bus: { ...ports.bus, ...other(ports.bus) } },
  });

/** As the runtime sees it, whatever the service: states, messages and events are what the decider takes for its own. */
export type AnyDecider = Decider<unknown, Message, NewEvent>;

/** Other functions of the decider, in every service or in one. */
export const inDecider =
  (other: (decider: AnyDecider, ports: ComponentPorts) => Partial<AnyDecider>, only?: ServiceName): Change =>
  (composition) => {
    const { definition, ports } = composition;
    if (only !== undefined && definition.name !== only) return composition;
    const { decider } = definition.handlers;
    const known = decider as unknown as AnyDecider;
    const changed = { ...known, ...other(known, ports) } as unknown as typeof decider;
    return { ports, definition: { ...definition, handlers: { ...definition.handlers, decider: changed } } };
  };
