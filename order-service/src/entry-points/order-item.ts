// An order as it is shown over HTTP.
import { Reason } from '@saga-lab/contracts/order';
import { Id, Line, Money } from '@saga-lab/contracts/primitives';
import type { Resource } from '@saga-lab/platform/http/routes/read-routes';
import { z } from 'zod';
import { orders } from '../read-model/orders.ts';
import type { OrderDocument } from '../read-model/orders.ts';

export const Status = z.enum(['PENDING', 'APPROVED', 'REJECTED']);

export const Order = z.strictObject({
  orderId: Id,
  customerId: Id,
  lines: z.array(Line),
  placedAt: z.iso.datetime(),
  status: Status,
  cancelRequested: z.boolean(),
  total: Money.optional().describe('Minor units; of approved orders'),
  reason: Reason.optional().describe('Of rejected orders; CUSTOMER_CANCELLED: the customer wanted it so'),
  version: z.int(),
});

export const orderItem: Resource<OrderDocument, typeof Order> = {
  name: 'order',
  path: '/orders',
  id: { orderId: Id },
  item: Order,
  show: ({ _id, lines, ...rest }) => ({ orderId: _id, lines: [...lines], ...rest }),
  projection: orders,
};
