// What the inventory service says and is told.
import * as z from 'zod';
import { command, reply } from './message.ts';
import { Id, Lines, PricedLines } from './primitives.ts';

export const ReserveStock = command('ReserveStock', 'action', z.strictObject({ orderId: Id, lines: Lines }));
export type ReserveStock = z.infer<typeof ReserveStock>;

export const StockReserved = reply(
  'StockReserved',
  'action',
  z.strictObject({ orderId: Id, lines: PricedLines }),
);
export type StockReserved = z.infer<typeof StockReserved>;

export const ShortageReason = z.enum(['OUT_OF_STOCK', 'UNKNOWN_SKU', 'LOCKED']);

export const StockInsufficient = reply(
  'StockInsufficient',
  'action',
  z.strictObject({ orderId: Id, reason: ShortageReason, sku: Id }),
);
export type StockInsufficient = z.infer<typeof StockInsufficient>;

export const ReleaseStock = command(
  'ReleaseStock',
  'compensation',
  z.strictObject({ orderId: Id, lines: Lines }),
);
export type ReleaseStock = z.infer<typeof ReleaseStock>;

export const StockReleased = reply('StockReleased', 'compensation', z.strictObject({ orderId: Id }));
export type StockReleased = z.infer<typeof StockReleased>;

export const ShipStock = command('ShipStock', 'action', z.strictObject({ orderId: Id, lines: Lines }));
export type ShipStock = z.infer<typeof ShipStock>;

export const StockShipped = reply('StockShipped', 'action', z.strictObject({ orderId: Id }));
export type StockShipped = z.infer<typeof StockShipped>;

export const ReservationStatus = z.enum(['RESERVED', 'INSUFFICIENT', 'RELEASED', 'SHIPPED']);
export type ReservationStatus = z.infer<typeof ReservationStatus>;

export const commands = { ReserveStock, ReleaseStock, ShipStock };
export const events = { StockReserved, StockInsufficient, StockReleased, StockShipped };
