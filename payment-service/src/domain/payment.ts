// What one order costs its customer: charged at once or held first, and possibly given back.
import { CURRENCY } from '@saga-lab/contracts/primitives';
import { categories } from '@saga-lab/contracts/streams';
import { streamOf } from '@saga-lab/platform/decider/streams';
import type {
  ChargePayment,
  PaymentCharged,
  PaymentDeclined,
  PaymentRefunded,
  RefundPayment,
} from '@saga-lab/contracts/payment';
import type { ParticipantDecision } from '@saga-lab/platform/decider/barrier';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import { accountStream } from './account.ts';
import type { Account, AccountEvent } from './account.ts';

/** `amount` in minor units. */
export type Payment =
  | {
      readonly status: 'HELD' | 'RELEASED' | 'CHARGED' | 'REFUNDED';
      readonly customerId: string;
      readonly amount: number;
    }
  | { readonly status: 'DECLINED'; readonly reason: PaymentDeclined['data']['reason'] };

export type PaymentEvent =
  | NewEvent<'PaymentCharged', PaymentCharged['data']>
  | NewEvent<'PaymentDeclined', PaymentDeclined['data']>
  | NewEvent<'PaymentRefunded', PaymentRefunded['data']>
  | NewEvent<'PaymentHeld', PaymentCharged['data']>
  | NewEvent<'PaymentReleased', { readonly orderId: string }>;

type PaymentDecision = ParticipantDecision<PaymentEvent | AccountEvent>;

export const paymentStream = (orderId: string): string => streamOf(categories.payment, orderId);

export const evolvePayment = (payment: Payment | undefined, event: PaymentEvent): Payment => {
  switch (event.type) {
    case 'PaymentCharged': {
      const { customerId, amount } = event.data;
      return { status: 'CHARGED', customerId, amount };
    }
    case 'PaymentDeclined':
      return { status: 'DECLINED', reason: event.data.reason };
    case 'PaymentRefunded':
      return { ...charged(payment), status: 'REFUNDED' };
    case 'PaymentHeld': {
      const { customerId, amount } = event.data;
      return { status: 'HELD', customerId, amount };
    }
    case 'PaymentReleased':
      return { ...heldOf(payment), status: 'RELEASED' };
    default:
      return unexpected(event);
  }
};

export const chargePayment = (
  payment: Payment | undefined,
  account: Account | undefined,
  { data }: ChargePayment,
): PaymentDecision => {
  const { orderId, customerId, amount } = data;
  if (payment) throw new Error(`order ${orderId} has a payment already: ${payment.status}`);
  if (!account) return declined({ orderId, reason: 'UNKNOWN_CUSTOMER' });
  if (account.balance < amount) return declined({ orderId, reason: 'INSUFFICIENT_FUNDS' });
  const counts = { orderId, amount, currency: CURRENCY };
  return replied({ stream: paymentStream(orderId), type: 'PaymentCharged', data }, [
    { stream: accountStream(customerId), type: 'AmountCharged', data: counts },
  ]);
};

export const lockedByAnother = ({ data: { orderId } }: Pick<ChargePayment, 'data'>): PaymentDecision =>
  declined({ orderId, reason: 'LOCKED' });

const declined = (data: PaymentDeclined['data']): PaymentDecision => {
  const type = 'PaymentDeclined';
  return {
    events: [{ stream: paymentStream(data.orderId), type, data }],
    messages: [],
    reply: { type, data, refused: true },
  };
};

/** Gives back what was charged, whatever the message says. */
export const refundPayment = (payment: Payment | undefined, { data }: RefundPayment): PaymentDecision => {
  const { orderId } = data;
  const { customerId, amount } = charged(payment);
  if (customerId !== data.customerId)
    throw new Error(`order ${orderId} was paid by ${customerId}, not by ${data.customerId}`);
  return replied({ stream: paymentStream(orderId), type: 'PaymentRefunded', data: { orderId } }, [
    {
      stream: accountStream(customerId),
      type: 'AmountRefunded',
      data: { orderId, amount, currency: CURRENCY },
    },
  ]);
};

/** @throws Error if nothing is charged: the barrier lets nobody come here then. */
export const charged = (payment: Payment | undefined) => {
  if (payment?.status !== 'CHARGED')
    throw new Error(`nothing is charged: the payment is ${payment?.status ?? 'unknown'}`);
  return payment;
};

/** @throws Error if nothing is held. */
export const heldOf = (payment: Payment | undefined) => {
  if (payment?.status !== 'HELD')
    throw new Error(`nothing is held: the payment is ${payment?.status ?? 'unknown'}`);
  return payment;
};

const replied = (event: PaymentEvent, counts: readonly AccountEvent[]): PaymentDecision => ({
  events: [event, ...counts],
  messages: [],
  reply: { type: event.type, data: event.data },
});
