// DTO of a refusal: what orders hold of something that is to be brought back to an earlier version.
import * as z from 'zod';
import { Id } from '../primitives.ts';

/** `amount`: pieces, or minor units. */
export const HeldDto = z.strictObject({
  total: z.int().min(1).describe('How many orders hold something'),
  orders: z
    .array(z.strictObject({ orderId: Id, amount: z.int().min(1).describe('Pieces, or minor units') }))
    .max(100)
    .readonly()
    .describe('The first of them, oldest first'),
});
export type HeldDto = z.infer<typeof HeldDto>;
