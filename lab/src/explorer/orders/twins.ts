// The planted bugs of the lab that are in a decider: the explorer knows no store, no bus and no clock, and catches the others nowhere.
import type { ComponentDefinition, ComponentPorts } from '@saga-lab/platform/service/component';
import { defaultSettings } from '@saga-lab/platform/service/component';
import type { ServiceName } from '@saga-lab/contracts/services';
import { serviceNames } from '@saga-lab/contracts/services';
import type { Message } from '@saga-lab/platform/decider/message';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import { corrections } from '../../twins/corrections.ts';
import type { PlantedBug } from '../../twins/planted.ts';
import { twins } from '../../twins/twins.ts';
import type { AnyDecider } from '../system/roles.ts';
import type { ChangeDecider } from './services.ts';

class NoPorts extends Error {}

const noPorts = new Proxy({} as ComponentPorts, {
  get: (_ports, name) => {
    throw new NoPorts(`a decider has no ${String(name)}`);
  },
});

const definitionOf = (
  name: ServiceName,
  decider: AnyDecider,
): ComponentDefinition<unknown, Message, NewEvent> => ({
  name,
  settings: defaultSettings,
  handlers: { decider, schemas: {} },
  queues: [],
  projections: [],
});

/** @throws NoPorts if the bug is not in a decider. */
export const plantedIn =
  ({ change }: Pick<PlantedBug, 'change'>): ChangeDecider =>
  (service, decider) =>
    change({ definition: definitionOf(service, decider), ports: noPorts }).definition.handlers.decider;

const untouched: AnyDecider = {
  streams: () => [],
  decide: () => ({ events: [], messages: [] }),
  evolve: (state) => state,
  wants: () => false,
};

const isInDecider = (twin: PlantedBug): boolean => {
  try {
    return serviceNames.some((name) => plantedIn(twin)(name, untouched) !== untouched);
  } catch (error) {
    if (error instanceof NoPorts) return false;
    throw error;
  }
};

/** In no small world is there an operator who corrects anything: the simulator shows bugs of that. */
export const deciderTwins: readonly PlantedBug[] = twins.filter(
  (twin) => !twin.protocols && isInDecider(twin) && !corrections.includes(twin),
);
