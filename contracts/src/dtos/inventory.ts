// DTOs of the inventory service: what its queries and its commands answer.
import * as z from 'zod';
import { correctionOnLine } from '../corrections.ts';
import { ReservationStatus, ShortageReason } from '../inventory.ts';
import { Count, Id, Money, PricedLine, UnitPrice } from '../primitives.ts';

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
  available: z
    .int()
    .describe('Below zero only with `validAt`: as is known now, fewer were there then than were reserved'),
  reserved: Count,
  shipped: Count,
  unitPrice: UnitPrice.describe('Minor units'),
  version: z.int(),
});
export type StockDto = z.infer<typeof StockDto>;

/** One movement of the stock of a SKU. */
export const StockCardLineDto = z.strictObject({
  version: z.int().describe('Of the stock, with this movement'),
  at: z.iso.datetime(),
  type: z.string().describe('What happened: `UnitsReserved`, `UnitsShipped`, ...'),
  orderId: Id.optional(),
  quantity: Count.optional().describe('Pieces that the order moved'),
  ...correctionOnLine,
  onHand: Count.describe('All counts are those after it'),
  available: Count,
  reserved: Count,
  shipped: Count,
  unitPrice: UnitPrice,
});
export type StockCardLineDto = z.infer<typeof StockCardLineDto>;

/** What was sold of one SKU on one day. */
export const SalesDto = z.strictObject({
  sku: Id,
  day: z.iso.date().describe('By UTC'),
  orders: Count.describe('Orders of which pieces were shipped'),
  pieces: Count,
  amount: Money.describe('At the prices at which they were reserved; minor units'),
  version: z.int().describe('Of the stock, with the last of them'),
});
export type SalesDto = z.infer<typeof SalesDto>;
