// DTOs of the payment service: what its queries and its commands answer.
import * as z from 'zod';
import { correctionOnLine } from '../corrections.ts';
import { DeclineReason, PaymentStatus } from '../payment.ts';
import { Id, Money } from '../primitives.ts';

/** What an order cost its customer, as it is shown to anybody who asks. */
export const PaymentDto = z.strictObject({
  orderId: Id,
  status: PaymentStatus,
  customerId: Id.optional(),
  amount: Money.optional(),
  reason: DeclineReason.optional().describe('Why it was declined'),
  version: z.int(),
});
export type PaymentDto = z.infer<typeof PaymentDto>;

/** The account of a customer, as it is shown to anybody who asks. */
export const AccountDto = z.strictObject({
  customerId: Id,
  opening: Money.describe('Everything ever paid in; minor units, like all amounts'),
  balance: z
    .int()
    .describe(
      'opening - charged + refunded - held; below zero only with `validAt`: as is known now, less was there then',
    ),
  charged: Money,
  refunded: Money,
  held: Money.describe('Set aside for orders whose outcome is not known here yet'),
  version: z.int(),
});
export type AccountDto = z.infer<typeof AccountDto>;

/** One movement of an account. */
export const StatementLineDto = z.strictObject({
  version: z.int().describe('Of the account, with this movement'),
  at: z.iso.datetime(),
  type: z.string().describe('What happened: `AmountCharged`, `AmountHeld`, ...'),
  orderId: Id.optional(),
  ...correctionOnLine,
  amount: z.int().describe('By how much the balance moved; minor units'),
  balance: Money.describe('After it'),
});
export type StatementLineDto = z.infer<typeof StatementLineDto>;
