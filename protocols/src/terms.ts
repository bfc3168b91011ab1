// What an order is about, as messages of commit protocols carry it.
import { Id, Lines, Money, PricedLines } from '@saga-lab/contracts/primitives';
import * as z from 'zod';

/** Milliseconds since the epoch; only where orders wait for each other by their age. */
const placedAt = z.int().min(0).optional();

/** What a customer asks for: nobody has named a price yet. */
export const Wanted = z.strictObject({ orderId: Id, customerId: Id, lines: Lines, placedAt });
export type Wanted = z.infer<typeof Wanted>;

/**
 * The whole order with its prices, `amount` their sum in minor units. Whatever may change a hold carries them, because a
 * decider must know from the message alone which streams it reads.
 */
export const Terms = z.strictObject({
  orderId: Id,
  customerId: Id,
  lines: PricedLines,
  amount: Money,
  placedAt,
});
export type Terms = z.infer<typeof Terms>;

/** Said with `Done`: a person had decided otherwise there, and what was done stays. Left out: nobody had. */
export const Damaged = z.literal(true).optional();

/** Only that, of what says more: terms without their prices. */
export const wantedOf = ({ orderId, customerId, lines, placedAt }: Wanted): Wanted => ({
  orderId,
  customerId,
  lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
  ...(placedAt !== undefined && { placedAt }),
});
