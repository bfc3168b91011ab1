// What the payment service says and is told.
import * as z from 'zod';
import { command, reply } from './message.ts';
import { Id, Money } from './primitives.ts';

const amount = z.strictObject({ orderId: Id, customerId: Id, amount: Money });

export const ChargePayment = command('ChargePayment', 'action', amount);
export type ChargePayment = z.infer<typeof ChargePayment>;

export const PaymentCharged = reply('PaymentCharged', 'action', amount);
export type PaymentCharged = z.infer<typeof PaymentCharged>;

export const DeclineReason = z.enum(['INSUFFICIENT_FUNDS', 'UNKNOWN_CUSTOMER', 'LOCKED']);

export const PaymentDeclined = reply(
  'PaymentDeclined',
  'action',
  z.strictObject({ orderId: Id, reason: DeclineReason }),
);
export type PaymentDeclined = z.infer<typeof PaymentDeclined>;

export const RefundPayment = command('RefundPayment', 'compensation', amount);
export type RefundPayment = z.infer<typeof RefundPayment>;

export const PaymentRefunded = reply('PaymentRefunded', 'compensation', z.strictObject({ orderId: Id }));
export type PaymentRefunded = z.infer<typeof PaymentRefunded>;

export const PaymentStatus = z.enum(['CHARGED', 'DECLINED', 'REFUNDED', 'HELD', 'RELEASED']);
export type PaymentStatus = z.infer<typeof PaymentStatus>;

export const commands = { ChargePayment, RefundPayment };
export const events = { PaymentCharged, PaymentDeclined, PaymentRefunded };
