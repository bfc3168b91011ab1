// The DTO of a list: one page of it.
import * as z from 'zod';

/** The schema of an answer that holds one page. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().optional().describe('Ask for the next page with it; left out on the last page'),
  });

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}
