// What an order cost, as it is shown over HTTP.
import { Id, Money } from '@saga-lab/contracts/primitives';
import type { Resource } from '@saga-lab/platform/http/routes/read-routes';
import { z } from 'zod';
import { payments } from '../read-model/payments.ts';
import type { PaymentDocument } from '../read-model/payments.ts';

const Payment = z.strictObject({
  orderId: Id,
  status: z.enum(['CHARGED', 'DECLINED', 'REFUNDED']),
  customerId: Id.optional(),
  amount: Money.optional(),
  reason: z.enum(['INSUFFICIENT_FUNDS', 'UNKNOWN_CUSTOMER']).optional().describe('Why it was declined'),
  version: z.int(),
});

export const paymentItem: Resource<PaymentDocument, typeof Payment> = {
  name: 'payment for order',
  path: '/payments',
  id: { orderId: Id },
  item: Payment,
  show: ({ _id, ...rest }) => ({ orderId: _id, ...rest }),
  projection: payments,
};
