// An order as something that any commit protocol can hold: placing it was its hold.
import type { Resource } from '@saga-lab/platform/decider/resource';
import type { Terms, Wanted } from '@saga-lab/protocols/terms';
import { orderStream, pending } from './order.ts';
import type { Order, OrderEvent } from './order.ts';

export const acceptance: Resource<Order, OrderEvent, Wanted, Terms> = {
  home: orderStream,

  streams: ({ orderId }) => [orderStream(orderId)],

  quote: () => ({ ok: false, reason: 'NO_PRICES' }),

  hold: (states, { orderId }) =>
    states[orderStream(orderId)]?.status === 'PENDING'
      ? { ok: true, events: [] }
      : { ok: false, reason: 'NOT_PENDING' },

  /** Also if the customer wanted to cancel meanwhile: unlike the saga's pivot, this comes after the promise. */
  confirm: (states, { orderId, amount }) => {
    pending(states[orderStream(orderId)]);
    return [{ stream: orderStream(orderId), type: 'OrderApproved', data: { orderId, total: amount } }];
  },

  release: (states, { wanted: { orderId }, reason }) =>
    states[orderStream(orderId)]?.status === 'PENDING'
      ? [{ stream: orderStream(orderId), type: 'OrderRejected', data: { orderId, reason } }]
      : [],
};
