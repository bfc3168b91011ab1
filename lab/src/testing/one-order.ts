// A program for a page: one order from its request to the end of its saga, by components in memory.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Message } from '@saga-lab/platform/decider/message';
import { webIds } from '@saga-lab/platform/service/web-ids';
import { eventually } from '@saga-lab/platform/time/eventually';
import { systemClock } from '@saga-lab/platform/time/system-clock';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import { judge } from '../checker/judge.ts';
import type { Verdict } from '../checker/verdict.ts';
import { factsOf } from '../reader/facts-of.ts';
import { memoryLab } from '../simulator/memory-lab.ts';
import type { Components, MemoryLab } from '../simulator/memory-lab.ts';
import { readMemory } from '../simulator/read-memory.ts';

export interface Played {
  readonly documents: Readonly<Record<'saga' | 'order' | 'stock' | 'account', ViewDocument>>;
  readonly history: readonly string[];
  /** What the checker says of it. */
  readonly verdicts: readonly Verdict[];
}

export const requestOf = (
  service: ServiceName,
  type: string,
  data: object,
  saga: Partial<Message> = {},
): Message => {
  const id = `http:page:${webIds.unique()}`;
  return {
    type,
    data,
    id,
    source: `/${service}`,
    time: new Date(systemClock.now()).toISOString(),
    correlationId: 'o1',
    causationId: id,
    lamport: 0,
    schemaVersion: 1,
    ...saga,
  };
};

const firstStep = { sagaId: 'o1', step: 'place-order', operation: 'action', attempt: 1 } as const;
export const lines = [{ sku: 'lamp', quantity: 2 }];

/** Plays the order of a customer whose account has `opening`, in minor units; the lamps cost 5,000. */
export const playOrder = async (components: Components, opening: number): Promise<Played> => {
  const lab = memoryLab(components, { clock: systemClock, ids: webIds });
  await lab.start();
  const ask = (service: ServiceName, type: string, data: object, saga?: Partial<Message>) =>
    lab.services[service].component.runtime.handle(requestOf(service, type, data, saga));
  await ask('inventory-service', 'PutStock', { sku: 'lamp', onHand: 5, unitPrice: 2_500, by: 'page' });
  await ask('payment-service', 'PutAccount', { customerId: 'ada', opening, by: 'page' });
  await ask('order-service', 'PlaceOrder', { orderId: 'o1', customerId: 'ada', lines }, firstStep);
  const played = await eventually(() => endOf(lab));
  await lab.stop();
  const reading = await readMemory(lab, { customers: ['ada'], skus: ['lamp'], orders: ['o1'] });
  return { ...played, verdicts: judge(factsOf(reading)) };
};

/** @throws Error while the saga has not ended, or a read model does not know it yet. */
const endOf = async (lab: MemoryLab): Promise<Omit<Played, 'verdicts'>> => {
  const shown = async (service: ServiceName, category: string, view: string, id: string) => {
    const { store, component } = lab.services[service];
    const { events } = await store.load(`${category}-${id}`, 0);
    const [document] = await component.readModels.views.get<ViewDocument>(view, [id]);
    if (!document || document.version < events.length) throw new Error(`${view} does not show ${id} yet`);
    return document;
  };
  const { events } = await lab.services['saga-orchestrator'].store.load('saga-o1', 0);
  const last = events.at(-1);
  if (last?.type !== 'SagaCompleted' && last?.type !== 'SagaCompensated') throw new Error('it has not ended');
  const documents = {
    saga: await shown('saga-orchestrator', 'saga', 'order-summaries', 'o1'),
    order: await shown('order-service', 'order', 'orders', 'o1'),
    stock: await shown('inventory-service', 'stock', 'stock', 'lamp'),
    account: await shown('payment-service', 'account', 'accounts', 'ada'),
  };
  return { documents, history: events.map(({ type }) => type) };
};
