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

/** With a zone, so that it says the same wherever it is read. */
export const TIME_PATTERN = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})`;
/** JavaScript takes February 30 for March 2. */
const isTime = (text: string): boolean => {
  const day = text.slice(0, 10);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || Number.isNaN(Date.parse(text))) return false;
  return new Date(midnight).toISOString().startsWith(day);
};
const NO_TIME = 'must be a time with its zone, such as 2026-01-31T12:00:00Z';

/** An instant, as a text. */
export const Time = z
  .string()
  .regex(new RegExp(`^${TIME_PATTERN}$`), NO_TIME)
  .refine(isTime, NO_TIME);

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
