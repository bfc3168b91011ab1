// What every order cost its customer, for reading.
import { PaymentDto } from '@saga-lab/contracts/dtos/payment';
import { categories } from '@saga-lab/contracts/streams';
import { Id } from '@saga-lab/contracts/primitives';
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import type { Projection } from '@saga-lab/platform/views/projection';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import { evolvePayment } from '../domain/payment.ts';
import type { Payment, PaymentEvent } from '../domain/payment.ts';

export type PaymentDocument = ViewDocument & Payment;

export const payments = {
  view: 'payments',
  category: categories.payment,
  apply: (document: PaymentDocument | undefined, event: RecordedEvent) =>
    event.type === 'CommandAnswered' ? document : evolvePayment(document, event as PaymentEvent),
} satisfies Projection<PaymentDocument>;

export const paymentResource = {
  name: 'payment for order',
  path: '/payments',
  id: { orderId: Id },
  item: PaymentDto,
  show: ({ _id, ...rest }: PaymentDocument): PaymentDto => ({ orderId: _id, ...rest }),
  projection: payments,
};
