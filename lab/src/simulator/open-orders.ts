// How many orders are placed whose sagas have not ended, or which wait for another protocol at some service.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import type { Commit } from '@saga-lab/platform/store/commit';

export interface OpenOrders {
  readonly committed: (service: ServiceName, commit: Commit) => void;
  readonly count: () => number;
}

/** What an event of an order under another protocol than the saga begins and ends: how long something of it waits. */
const waits: Readonly<Record<string, { readonly part: string; readonly isOver: boolean }>> = {
  OrderPlaced: { part: 'order', isOver: false },
  OrderApproved: { part: 'order', isOver: true },
  OrderRejected: { part: 'order', isOver: true },
  StockReserved: { part: 'stock', isOver: false },
  StockShipped: { part: 'stock', isOver: true },
  StockReleased: { part: 'stock', isOver: true },
  PaymentHeld: { part: 'money', isOver: false },
  PaymentCharged: { part: 'money', isOver: true },
  PaymentReleased: { part: 'money', isOver: true },
  // Under choreography what is taken is charged at once, and may still have to be given back.
  Taken: { part: 'hold', isOver: false },
  Confirmed: { part: 'hold', isOver: true },
  GivenBack: { part: 'hold', isOver: true },
};

/** Placed, and not yet at the end of its saga, or of what another protocol has begun. */
export const openOrders = (): OpenOrders => {
  const open = new Set<string>();
  const ended = new Set<string>();
  const others = new Set<string>();

  const takeOther = (service: ServiceName, type: string, order: string): void => {
    const wait = waits[type];
    if (wait === undefined) return;
    const what = `${wait.part} of ${order} at ${service}`;
    if (wait.isOver) open.delete(what);
    else open.add(what);
  };

  const take = (service: ServiceName, { type, data }: RecordedEvent, saga: string): void => {
    if (type === 'OrderPlaced' && 'protocol' in (data as object)) others.add(saga);
    if (others.has(saga)) {
      takeOther(service, type, saga);
      return;
    }
    if (type === 'OrderPlaced' && !ended.has(saga)) open.add(saga);
    if (type !== 'SagaCompleted' && type !== 'SagaCompensated') return;
    ended.add(saga);
    open.delete(saga);
  };

  return {
    committed: (service, { events, input: { sagaId } }) => {
      if (sagaId !== undefined) for (const event of events) take(service, event, sagaId);
    },
    count: () => open.size,
  };
};
