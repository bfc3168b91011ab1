// What others saw of an order that was undone later: dirty reads, and refusals for the sake of what came free again.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { History, StampedEvent } from '../checker/history.ts';
import { isShared } from '../checker/shared-streams.ts';
import type { Hold } from './holds.ts';
import { holdsOf } from './holds.ts';

/** What takes back what: of pieces and of money. */
const takenBack: Readonly<Record<string, string>> = {
  UnitsReserved: 'UnitsReleased',
  AmountHeld: 'AmountReleased',
  AmountCharged: 'AmountRefunded',
};

/** Versions of stocks and accounts that whoever follows each of them has seen, with something in them that was undone later. */
export const dirtyReads = (history: History): number =>
  history.streams.filter(isShared).reduce((sum, stream) => sum + dirtyIn(history.ofStream(stream)), 0);

const dirtyIn = (events: readonly StampedEvent[]): number => {
  const dirty = new Set<number>();
  for (const event of events) {
    const undone = events.find((later) => isUndone(event, later));
    for (const { version } of undone ? events : [])
      if (version >= event.version && version < (undone?.version ?? 0)) dirty.add(version);
  }
  return dirty.size;
};

const isUndone = (event: StampedEvent, later: StampedEvent): boolean =>
  later.version > event.version && later.type === takenBack[event.type] && orderIn(later) === orderIn(event);

const orderIn = ({ data }: StampedEvent): string | undefined =>
  (data as { readonly orderId?: string }).orderId;

/** Why an order is refused that finds nothing left, and at whom. */
const shortages: Readonly<Record<string, ServiceName>> = {
  OUT_OF_STOCK: 'inventory-service',
  INSUFFICIENT_FUNDS: 'payment-service',
};

/** Orders that were refused while another one of them held what they wanted, and gave it back later. */
export const turnedAway = (history: History, orders: readonly string[]): number => {
  const holds = orders.flatMap((order) => holdsOf(history, order).map((hold) => ({ order, hold })));
  return orders.filter((refused) => {
    const why = shortageOf(history, refused);
    return (
      why !== undefined &&
      holds.some(({ order, hold }) => order !== refused && hold.at === why.at && wasHeldAt(hold, why.when))
    );
  }).length;
};

const wasHeldAt = ({ from, end }: Hold, when: number): boolean =>
  end?.as === 'given back' && from <= when && when <= end.at;

/** When something was refused to an order for want of pieces or money, and where: it is written down, or only said. */
const shortageOf = (history: History, orderId: string): { at: ServiceName; when: number } | undefined => {
  for (const { service, commit } of history.ofSaga(orderId))
    for (const { data } of [...commit.events, ...commit.outbox]) {
      const { reason = '' } = data as { readonly reason?: string };
      if (shortages[reason] === service) return { at: service, when: commit.at };
    }
  return undefined;
};
