// One order under any protocol, by the components of all services in memory: until everything that was said has arrived.
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Message } from '@saga-lab/platform/decider/message';
import { webIds } from '@saga-lab/platform/service/web-ids';
import { eventually } from '@saga-lab/platform/time/eventually';
import { systemClock } from '@saga-lab/platform/time/system-clock';
import type { CommitsByService } from '../client/documents.ts';
import { hasArrived } from '../figures/order-cost.ts';
import { memoryLab } from '../simulator/memory-lab.ts';
import type { MemoryLab } from '../simulator/memory-lab.ts';
import { commitsIn } from '../simulator/read-memory.ts';
import { usualComponents } from './usual-components.ts';

const ORDER = 'o1';
/** Two lamps, in minor units. */
export const TOTAL = 5_000;

const requestTo = (
  service: ServiceName,
  type: string,
  data: object,
  more: Partial<Message> = {},
): Message => ({
  type,
  data,
  id: `http:test:${webIds.unique()}`,
  source: `/${service}`,
  time: new Date(systemClock.now()).toISOString(),
  correlationId: webIds.unique(),
  causationId: 'a-client',
  lamport: 0,
  schemaVersion: 1,
  ...more,
});

/** Under the saga, placing the order is its first step. */
const ofSaga = { sagaId: ORDER, step: 'place-order', operation: 'action', attempt: 1 } as const;

/** `opening`: what the customer has, in minor units. What the order caused is under the correlation `o1`. */
export const orderUnder = async (protocol: string, opening: number): Promise<CommitsByService> => {
  const lab = memoryLab(usualComponents, { clock: systemClock, ids: webIds });
  await lab.start();
  const ask = async (service: ServiceName, ...request: [string, object, Partial<Message>?]) =>
    lab.services[service].component.runtime.handle(requestTo(service, ...request));
  await ask('inventory-service', 'PutStock', { sku: 'lamp', onHand: 5, unitPrice: TOTAL / 2, by: 'ada' });
  await ask('payment-service', 'PutAccount', { customerId: 'ada', opening, by: 'ada' });
  const wanted = { orderId: ORDER, customerId: 'ada', lines: [{ sku: 'lamp', quantity: 2 }] };
  const [data, more] = protocol === 'saga' ? [wanted, ofSaga] : [{ ...wanted, protocol }, {}];
  await ask('order-service', 'PlaceOrder', data, { correlationId: ORDER, ...more });
  const commits = await eventually(() => arrivedIn(lab));
  await lab.stop();
  return commits;
};

/** @throws Error while something is under way. */
export const arrivedIn = async ({ services }: MemoryLab): Promise<CommitsByService> => {
  const read = await Promise.all(serviceNames.map((name) => commitsIn(services[name].store)));
  const commits = ofEveryService((name) => read[serviceNames.indexOf(name)] ?? []);
  if (!hasArrived(commits)) throw new Error('something is still under way');
  return commits;
};
