// Lists, page by page: `{ items, next }`, asked for with `after` and `limit`.
import type { Page } from '@saga-lab/contracts/dtos/page';
import { z } from 'zod';

/** A number as it stands in a query; anything else stays as it is. */
export const numeral = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;

/** Query parameters of a list; spread them into a strict object to add filters. `after`: see `cursorsOf`. */
export const pageParameters = {
  after: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,1000}$/, 'must be the `next` of a page')
    .optional()
    .describe('The `next` of the page before, unchanged, of this same list with the same filters'),
  limit: z.preprocess(numeral, z.int().min(1).max(100)).default(50).describe('Most items in the answer'),
};

export const PageQuery = z.strictObject(pageParameters);
export type PageQuery = z.infer<typeof PageQuery>;

/** A full page may have another one behind it, so it says where that would start. */
export const pageFrom = <Item>(
  items: readonly Item[],
  limit: number,
  keyOf: (item: Item) => string,
): Page<Item> => {
  const last = items.at(-1);
  return last !== undefined && items.length >= limit ? { items, next: keyOf(last) } : { items };
};
