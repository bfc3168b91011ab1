// One order under another protocol than the saga, and all that is known of it afterwards.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Message } from '@saga-lab/platform/decider/message';
import { webIds } from '@saga-lab/platform/service/web-ids';
import { eventually } from '@saga-lab/platform/time/eventually';
import { systemClock } from '@saga-lab/platform/time/system-clock';
import type { Facts } from '../checker/facts.ts';
import { factsOf } from '../reader/facts-of.ts';
import { memoryLab } from '../simulator/memory-lab.ts';
import { readMemory } from '../simulator/read-memory.ts';
import { lines, requestOf } from './one-order.ts';
import { arrivedIn } from './order-under.ts';
import { usualComponents } from './usual-components.ts';

/** `opening`: what the customer has, in minor units. Resolves when nobody has anything to do any more. */
export const playUnder = async (protocol: string, opening: number): Promise<Facts> => {
  const lab = memoryLab(usualComponents, { clock: systemClock, ids: webIds });
  await lab.start();
  const ask = (service: ServiceName, type: string, data: object, saga?: Partial<Message>) =>
    lab.services[service].component.runtime.handle(requestOf(service, type, data, saga));
  await ask('inventory-service', 'PutStock', { sku: 'lamp', onHand: 5, unitPrice: 2_500, by: 'page' });
  await ask('payment-service', 'PutAccount', { customerId: 'ada', opening, by: 'page' });
  await ask(
    'order-service',
    'PlaceOrder',
    { orderId: 'o1', customerId: 'ada', lines, protocol },
    { sagaId: 'o1' },
  );
  await eventually(() => arrivedIn(lab));
  await lab.stop();
  return factsOf(await readMemory(lab, { customers: ['ada'], skus: ['lamp'], orders: ['o1'] }));
};
