// What one order holds at each service, from when to when, and whether that became final or was given back: by what the services
// did, under whatever protocol.
import { categories } from '@saga-lab/contracts/streams';
import type { ParticipantName } from '@saga-lab/contracts/services';
import { streamOf } from '@saga-lab/platform/decider/streams';
import type { History, StampedEvent } from '../checker/history.ts';

export type End = 'kept' | 'given back';

export interface Hold {
  readonly at: ParticipantName;
  /** Milliseconds, by the databases' clocks. */
  readonly from: number;
  /** Left out: it is still held. */
  readonly end?: { readonly at: number; readonly as: End };
}

interface Shape {
  readonly at: ParticipantName;
  readonly stream: string;
  readonly begins: readonly string[];
  readonly ends: Readonly<Record<string, End>>;
}

const shapes: readonly Shape[] = [
  {
    at: 'order-service',
    stream: categories.order,
    begins: ['OrderPlaced'],
    ends: { OrderApproved: 'kept', OrderRejected: 'given back' },
  },
  {
    at: 'inventory-service',
    stream: categories.reservation,
    begins: ['StockReserved'],
    ends: { StockShipped: 'kept', StockReleased: 'given back' },
  },
  {
    at: 'payment-service',
    stream: categories.payment,
    begins: ['PaymentHeld', 'PaymentCharged'],
    ends: { PaymentCharged: 'kept', PaymentReleased: 'given back', PaymentRefunded: 'given back' },
  },
];

/** None at a service that never held anything for the order. */
export const holdsOf = (history: History, orderId: string): readonly Hold[] => {
  const approved = history
    .ofStream(streamOf(categories.order, orderId))
    .find(({ type }) => type === 'OrderApproved');
  return shapes.flatMap(({ at, stream, begins, ends }) => {
    const events = history.ofStream(streamOf(stream, orderId));
    const first = events.findIndex(({ type }) => begins.includes(type));
    const begun = events[first];
    if (!begun) return [];
    const over = events.slice(first + 1).find(({ type }) => type in ends) ?? final(begun, approved);
    const as = over && (ends[over.type] ?? 'kept');
    return [{ at, from: begun.at, ...(over && as && { end: { at: over.at, as } }) }];
  });
};

/** What is charged at once is not held, and is final as soon as the order is approved. */
const final = ({ type }: StampedEvent, approved: StampedEvent | undefined): StampedEvent | undefined =>
  type === 'PaymentCharged' ? approved : undefined;

/** Milliseconds, of what is still held until `now`. */
export const heldFor = ({ from, end }: Hold, now: number): number => (end?.at ?? now) - from;
