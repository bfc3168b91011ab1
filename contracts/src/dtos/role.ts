// DTOs of a role that a service plays in a protocol for one order: of the coordinator, or of a participant with what it holds.
import * as z from 'zod';
import { Id, Line, Money, UnitPrice } from '../primitives.ts';

/** In a path: whose. */
export const OneOrder = z.strictObject({ orderId: Id });

/** Of a transaction, whatever its protocol calls that. `PARKED`: somebody does not answer, or it ended by half: people should look. */
export const TransactionStatus = z.enum(['OPEN', 'PARKED', 'ENDED']);

/** Of what a participant holds. `DAMAGED`: a person has decided here, and the outcome was another. */
export const HoldStatus = z.enum(['IN_DOUBT', 'SETTLED', 'DAMAGED']);

const Outcome = z.enum(['COMMIT', 'ABORT']);
const Instant = z.iso.datetime();

const ByHand = z.strictObject({ outcome: Outcome, by: z.string(), reason: z.string(), at: Instant });

/** Why somebody decides by hand; it is kept. */
export const ByHandRequest = z.strictObject({ reason: z.string().trim().min(1).max(500) });

export const CommitByHandRequest = ByHandRequest.extend({
  prices: z
    .record(Id, UnitPrice)
    .optional()
    .describe(
      'By SKU, minor units for one piece: needed where nobody has said them, as at the order service',
    ),
});

const role = {
  orderId: Id,
  protocol: z.string(),
  role: z.string().describe('Where the role is in its own words: `VOTING`, `PREPARED`, ...'),
  since: Instant.describe('When it came to that status'),
  updatedAt: Instant,
  about: z
    .strictObject({
      orderId: Id,
      customerId: Id,
      lines: z.array(Line.extend({ unitPrice: UnitPrice.optional() })).readonly(),
      amount: Money.optional(),
    })
    .optional()
    .describe(
      'The order, with prices as soon as they are known there; left out where the role has not heard of it',
    ),
  reason: z.string().optional().describe('Why it is or was given up'),
  version: z.int(),
};

export const TransactionDto = z.strictObject({
  ...role,
  status: TransactionStatus,
  byHand: ByHand.optional().describe('A person has given it up'),
  damagedAt: z
    .array(z.string())
    .readonly()
    .optional()
    .describe('Services at which a person had decided otherwise: what was done there stays'),
});
export type TransactionDto = z.infer<typeof TransactionDto>;

export const HoldDto = z.strictObject({
  ...role,
  status: HoldStatus,
  askedAt: Instant.optional().describe('When it has last asked how the order ended'),
  byHand: ByHand.optional().describe('A person has decided here, and nowhere else'),
  damage: z
    .strictObject({ outcome: Outcome, at: Instant })
    .optional()
    .describe('The outcome that came after a person had decided otherwise; what was done here stays'),
});
export type HoldDto = z.infer<typeof HoldDto>;
