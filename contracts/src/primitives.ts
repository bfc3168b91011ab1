// The values that messages and HTTP bodies are made of, with their limits.
import * as z from 'zod';

/** `.` and `..` mean other things in a path: clients resolve them before they send a request. */
export const fitsIntoPath = (id: string): boolean => id !== '.' && id !== '..';

/** An id of at most so many characters; safe inside stream names, file names and URLs. */
export const idOfAtMost = (length: number) =>
  z
    .string()
    .regex(new RegExp(`^[A-Za-z0-9._-]{1,${length}}$`), `must be 1 to ${length} of A-Z a-z 0-9 . _ -`)
    .refine(fitsIntoPath, 'must not be . or ..');

/** Ids of orders, sagas, customers and SKUs. */
export const Id = idOfAtMost(64);

/** The one in which all amounts are (ISO 4217). */
export const CURRENCY = 'EUR';

/** Minor units (cents) of the one currency; every sum of valid orders stays a safe integer. */
export const Money = z.int().min(0);

/** Minor units for one piece. */
export const UnitPrice = z.int().min(0).max(100_000_000);

/** Pieces of one SKU. */
export const Count = z.int().min(0);

export const Quantity = z.int().min(1).max(10_000);

export const Line = z.strictObject({ sku: Id, quantity: Quantity });
export type Line = z.infer<typeof Line>;

export const PricedLine = z.strictObject({ sku: Id, quantity: Quantity, unitPrice: UnitPrice });
export type PricedLine = z.infer<typeof PricedLine>;

const noSkuTwice = (lines: readonly { sku: string }[]): boolean =>
  new Set(lines.map((line) => line.sku)).size === lines.length;

export const Lines = z.array(Line).min(1).max(100).refine(noSkuTwice, 'the same SKU appears twice');
export const PricedLines = z.array(PricedLine).max(100).refine(noSkuTwice, 'the same SKU appears twice');
