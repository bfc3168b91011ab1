// DTOs of the order service: what its queries and its commands answer.
import * as z from 'zod';
import { OrderStatus, Reason } from '../order.ts';
import { Id, Line, Money } from '../primitives.ts';

/** An order as it is shown to anybody who asks. */
export const OrderDto = z.strictObject({
  orderId: Id,
  customerId: Id,
  lines: z.array(Line).readonly(),
  placedAt: z.iso.datetime(),
  status: OrderStatus,
  protocol: z.string().describe('Who decides about it: `saga`, or another way to agree'),
  cancelRequested: z.boolean(),
  total: Money.optional().describe('Minor units; of approved orders'),
  reason: Reason.optional().describe('Of rejected orders; CUSTOMER_CANCELLED: the customer wanted it so'),
  version: z.int(),
});
export type OrderDto = z.infer<typeof OrderDto>;

/** What is answered to whoever places an order. */
export const AcceptedOrderDto = z.strictObject({ orderId: Id, status: OrderStatus });
export type AcceptedOrderDto = z.infer<typeof AcceptedOrderDto>;
