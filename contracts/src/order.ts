// What the order service says and is told.
import * as z from 'zod';
import { command, event, reply } from './message.ts';
import { Id, Lines, Money } from './primitives.ts';

export const Reason = z.string().regex(/^[A-Z_]{1,64}$/);

/** The customer's request counts as the action of the saga's first step, so this is its reply. */
export const OrderPlaced = reply(
  'OrderPlaced',
  'action',
  z.strictObject({ orderId: Id, customerId: Id, lines: Lines }),
);
export type OrderPlaced = z.infer<typeof OrderPlaced>;

export const OrderCancellationRequested = event(
  'OrderCancellationRequested',
  z.strictObject({ orderId: Id, reason: z.literal('CUSTOMER_CANCELLED') }),
);
export type OrderCancellationRequested = z.infer<typeof OrderCancellationRequested>;

export const ApproveOrder = command('ApproveOrder', 'action', z.strictObject({ orderId: Id, total: Money }));
export type ApproveOrder = z.infer<typeof ApproveOrder>;

export const OrderApproved = reply('OrderApproved', 'action', z.strictObject({ orderId: Id, total: Money }));
export type OrderApproved = z.infer<typeof OrderApproved>;

export const OrderApprovalRefused = reply(
  'OrderApprovalRefused',
  'action',
  z.strictObject({ orderId: Id, reason: Reason }),
);
export type OrderApprovalRefused = z.infer<typeof OrderApprovalRefused>;

export const RejectOrder = command(
  'RejectOrder',
  'compensation',
  z.strictObject({ orderId: Id, reason: Reason }),
);
export type RejectOrder = z.infer<typeof RejectOrder>;

export const OrderRejected = reply(
  'OrderRejected',
  'compensation',
  z.strictObject({ orderId: Id, reason: Reason }),
);
export type OrderRejected = z.infer<typeof OrderRejected>;

export const OrderStatus = z.enum(['PENDING', 'APPROVED', 'REJECTED']);
export type OrderStatus = z.infer<typeof OrderStatus>;

export const commands = { ApproveOrder, RejectOrder };
export const events = {
  OrderPlaced,
  OrderCancellationRequested,
  OrderApproved,
  OrderApprovalRefused,
  OrderRejected,
};
