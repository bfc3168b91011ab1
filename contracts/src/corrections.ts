// How an operator asks for a correction of what a history says: of something that was forgotten, is false, or had other figures.
import * as z from 'zod';
import { Time } from './dtos/time.ts';
import { Count, Id, Money, UnitPrice } from './primitives.ts';

/** How a correction stands in a statement or on a stock card. */
export const correctionOnLine = {
  corrects: z
    .enum(['FORGOTTEN', 'FALSE', 'WRONG', 'DIFFERENCE'])
    .optional()
    .describe('Kind of a correction; the line shows what it changes of the present'),
  correctsVersion: z.int().optional().describe('Of the event that was false or had other figures'),
  validFrom: z.iso.datetime().optional().describe('Since when what was forgotten was so'),
};

const version = z.int().min(1).describe('Of the event, as the history counts them');
const reason = z.string().trim().min(1).max(500);
const validFrom = Time.describe('Since when it was so, with a zone: 2026-01-31T12:00:00Z');

const FALSE = z
  .strictObject({ kind: z.literal('FALSE'), version, reason })
  .describe('The event never happened. Of a correction: it is withdrawn');

const shelf = { onHand: Count.optional(), unitPrice: UnitPrice.optional() };
const hasOne = ({ onHand, unitPrice }: { onHand?: number | undefined; unitPrice?: number | undefined }) =>
  onHand !== undefined || unitPrice !== undefined;
const NO_FIGURE = { path: ['onHand'], error: 'name `onHand`, `unitPrice` or both' };

export const StockCorrectionRequest = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('FORGOTTEN'), validFrom, ...shelf, reason })
    .refine(hasOne, NO_FIGURE)
    .describe('This was so from then on, and nobody said so'),
  FALSE,
  z
    .strictObject({ kind: z.literal('WRONG'), version, ...shelf, reason })
    .refine(hasOne, NO_FIGURE)
    .describe('The event had other figures: those that are named'),
]);
export type StockCorrectionRequest = z.infer<typeof StockCorrectionRequest>;

export const AccountCorrectionRequest = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('FORGOTTEN'), validFrom, opening: Money, reason })
    .describe('So much was paid in by then, all in all, and nobody said so'),
  FALSE,
  z
    .strictObject({ kind: z.literal('WRONG'), version, opening: Money, reason })
    .describe('With the event so much was paid in, all in all'),
  z
    .strictObject({
      kind: z.literal('DIFFERENCE'),
      orderId: Id,
      amount: z
        .int()
        .refine((amount) => amount !== 0, 'must not be 0')
        .describe('Minor units; above zero: the customer gets it back; below: the customer pays it'),
      because: z.string().trim().min(1).max(200).describe('Id of the correction that it follows from'),
      reason,
    })
    .describe('Settled with the customer, because the order would have cost another amount'),
]);
export type AccountCorrectionRequest = z.infer<typeof AccountCorrectionRequest>;
