// DTOs of the inventory service: what its queries and its commands answer.
import * as z from 'zod';
import { ReservationStatus, ShortageReason } from '../inventory.ts';
import { Count, Id, PricedLine, UnitPrice } from '../primitives.ts';

/** What an order holds of the stock, as it is shown to anybody who asks. */
export const ReservationDto = z.strictObject({
  orderId: Id,
  status: ReservationStatus,
  lines: z.array(PricedLine).readonly().optional().describe('With the prices at which they were reserved'),
  reason: ShortageReason.optional(),
  sku: Id.optional().describe('What there is too little of'),
  version: z.int(),
});
export type ReservationDto = z.infer<typeof ReservationDto>;

/** The stock of one SKU, as it is shown to anybody who asks. */
export const StockDto = z.strictObject({
  sku: Id,
  onHand: Count.describe('Everything ever put on hand'),
  available: Count,
  reserved: Count,
  shipped: Count,
  unitPrice: UnitPrice.describe('Minor units'),
  version: z.int(),
});
export type StockDto = z.infer<typeof StockDto>;
