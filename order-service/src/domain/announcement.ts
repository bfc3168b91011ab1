// No order is forgotten: one that stays pending announces itself again, in case the start of its saga got lost.
import type { Decision } from '@saga-lab/platform/decider/decider';
import type { Message, Outgoing, Stamp } from '@saga-lab/platform/decider/message';
import { tryAgainAt } from '@saga-lab/platform/decider/back-off';
import { orderStream } from './order.ts';
import type { Order, OrderEvent } from './order.ts';

/** The order's timer to itself. */
export type AnnounceAgain = Message<'AnnounceAgain', { readonly orderId: string; readonly round: number }>;

const LONGEST = 64;

/** Armed for `afterMs` from now, twice as long each round (at most `LONGEST` times), +-25 % so that many do not come at once. */
export const announceLater = (data: AnnounceAgain['data'], afterMs: number, stamp: Stamp): Outgoing => {
  const waits = { first: afterMs, most: LONGEST * afterMs, spread: 0.25 };
  const notBefore = tryAgainAt(data.round, waits, stamp);
  return { type: 'AnnounceAgain', data, to: 'order-service', notBefore };
};

/** Says `OrderPlaced` again, under a new message id; a saga that has started takes no notice. */
export const announceAgain = (
  order: Order | undefined,
  { data: { orderId, round }, ...stamp }: AnnounceAgain & Stamp,
  afterMs: number,
): Decision<OrderEvent> => {
  if (order?.status !== 'PENDING') return { events: [], messages: [] };
  const next = { orderId, round: round + 1 };
  return {
    events: [{ stream: orderStream(orderId), type: 'OrderAnnouncedAgain', data: { orderId, round } }],
    messages: [announcement(order.request, next.round), announceLater(next, afterMs, stamp)],
  };
};

const announcement = (
  request: Extract<Order, { status: 'PENDING' }>['request'],
  attempt: number,
): Outgoing => ({
  type: 'OrderPlaced',
  data: request,
  sagaId: request.orderId,
  step: 'place-order',
  operation: 'action',
  attempt,
  answer: 'DUPLICATE',
});
