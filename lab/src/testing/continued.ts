// A history that goes on: the four services in memory, which find it in their stores, and a visitor who asks their routes.
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { defaults as orders } from '@saga-lab/order-service/component';
import type { ComponentPorts } from '@saga-lab/platform/service/component';
import { createComponent } from '@saga-lab/platform/service/create-component';
import type { Clock, Ids } from '@saga-lab/platform/runtime/ports';
import { defaults as sagas } from '@saga-lab/saga-orchestrator/component';
import type { CommitsByService } from '../client/documents.ts';
import type { Lab } from '../client/lab.ts';
import { askRoutes } from '../simulator/ask.ts';
import { memoryLab } from '../simulator/memory-lab.ts';
import type { MemoryLab } from '../simulator/memory-lab.ts';
import { commitsIn } from '../simulator/read-memory.ts';
import { makeService } from '../simulator/services.ts';
import type { SimulatedService } from '../simulator/services.ts';

export interface Continued extends MemoryLab {
  readonly visitor: Pick<Lab, 'ask' | 'commits'>;
}

/** It runs already. */
export const continued = async (
  commits: CommitsByService,
  parts: { readonly clock: Clock; readonly ids: Ids },
): Promise<Continued> => {
  const made = new Map<ServiceName, SimulatedService>();
  const making = (name: ServiceName) => (ports: ComponentPorts) => {
    const service = makeService(name, { settings: { orders, sagas }, ports, create: createComponent });
    made.set(name, service);
    return service.component;
  };
  const lab = memoryLab(ofEveryService(making), parts);
  for (const name of serviceNames) await lab.services[name].store.insertOrdered(commits[name]);
  await lab.start();
  const visitor: Continued['visitor'] = {
    ask: async (service, request) => ({
      ...(await askRoutes(made.get(service)?.routes() ?? [], request)),
      headers: {},
    }),
    commits: async () => {
      const read = serviceNames.map(
        async (name) => [name, await commitsIn(lab.services[name].store)] as const,
      );
      return Object.fromEntries(await Promise.all(read)) as CommitsByService;
    },
  };
  return { ...lab, visitor };
};
