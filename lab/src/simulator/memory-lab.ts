// The components of all services over one broker and stores in memory: no server, no process, no Node.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { bindings } from '@saga-lab/protocols/topology';
import { memoryBroker } from '@saga-lab/platform/bus/memory-bus';
import type { Clock, Ids } from '@saga-lab/platform/runtime/ports';
import { inOrder } from '@saga-lab/platform/runtime/start-order';
import type { Component, ComponentPorts } from '@saga-lab/platform/service/component';
import { memoryDeadLetters } from '@saga-lab/platform/store/memory-dead-letters';
import { memoryStore } from '@saga-lab/platform/store/memory-store';
import { memoryViews } from '@saga-lab/platform/views/memory-views';

/** Each service's component with the settings of one's choice, still without ports. */
export type Components = Readonly<Record<ServiceName, (ports: ComponentPorts) => Component>>;

export interface MemoryService extends ComponentPorts {
  readonly component: Component;
}

export interface MemoryLab {
  readonly services: Readonly<Record<ServiceName, MemoryService>>;
  readonly start: () => Promise<unknown>;
  readonly stop: () => Promise<unknown>;
}

/** Nothing runs before `start`. */
export const memoryLab = (components: Components, { clock, ids }: { clock: Clock; ids: Ids }): MemoryLab => {
  const broker = memoryBroker({ subscriptions: bindings });
  const serviceOf = (name: ServiceName): MemoryService => {
    const ports: ComponentPorts = {
      store: memoryStore(clock),
      deadLetters: memoryDeadLetters(),
      views: memoryViews(),
      bus: broker.connect(name),
      clock,
      ids,
      observer: () => undefined,
    };
    return { ...ports, component: components[name](ports) };
  };
  const services = Object.fromEntries(serviceNames.map((name) => [name, serviceOf(name)])) as Record<
    ServiceName,
    MemoryService
  >;
  const { start, stop } = inOrder(...serviceNames.map((name) => services[name].component));
  return { services, start, stop };
};
