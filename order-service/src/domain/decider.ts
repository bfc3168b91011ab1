// Everything that the order service decides, behind the barrier.
import type { ApproveOrder, RejectOrder } from '@saga-lab/contracts/order';
import { barrier } from '@saga-lab/platform/decider/barrier';
import type { Participant } from '@saga-lab/platform/decider/barrier';
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import { announceAgain, announceLater } from './announcement.ts';
import type { AnnounceAgain } from './announcement.ts';
import {
  approveOrder,
  evolveOrder,
  orderStream,
  placeOrder,
  rejectOrder,
  requestCancellation,
} from './order.ts';
import type { Order, OrderEvent, PlaceOrder, RequestCancellation } from './order.ts';

type Incoming = PlaceOrder | ApproveOrder | RejectOrder | RequestCancellation | AnnounceAgain;

const home = ({ data: { orderId } }: Incoming): string => orderStream(orderId);

/** The reply to a compensation that finds nothing to undo. */
const confirmedBy = { RejectOrder: 'OrderRejected' } as const;

/** `announceAfterMs`: how long an order may be pending before it announces itself again. */
const participant = (announceAfterMs: number): Participant<Order, Incoming, OrderEvent> => ({
  streams: (message) => [home(message)],

  decide: (states, message) => {
    const order = states[home(message)];
    switch (message.type) {
      case 'PlaceOrder': {
        const timer = announceLater({ orderId: message.data.orderId, round: 1 }, announceAfterMs, message);
        return { ...placeOrder(order, message), messages: [timer] };
      }
      case 'ApproveOrder':
        return approveOrder(order, message);
      case 'RejectOrder':
        return rejectOrder(order, message);
      case 'RequestCancellation':
        return requestCancellation(order, message);
      case 'AnnounceAgain':
        return announceAgain(order, message, announceAfterMs);
      default:
        return unexpected(message);
    }
  },

  evolve: evolveOrder,
  wants: (states, timer) => states[home(timer)]?.status === 'PENDING',
  home,
  nothingToUndo: ({ type, data }) => ({ type: confirmedBy[type], data }),
});

export const orderDecider = (announceAfterMs: number) => barrier(participant(announceAfterMs));
