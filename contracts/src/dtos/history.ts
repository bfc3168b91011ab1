// DTOs of histories: an event of one thing, and a commit of a whole service.
import * as z from 'zod';

/** One event of the history of one thing. */
export const EventDto = z.strictObject({
  version: z.int().describe('1, 2, 3, ... without a gap'),
  type: z.string(),
  schemaVersion: z.int(),
  at: z.int().describe('When it was committed, milliseconds since the epoch'),
  data: z.unknown(),
});
export type EventDto = z.infer<typeof EventDto>;

/** What changed about one thing between two moments. */
export const DiffDto = <Item extends z.ZodType>(item: Item) => {
  const state = z.strictObject({
    version: z.int().describe('Of the last event before the moment; 0: there was nothing yet'),
    item: item.optional(),
  });
  return z.strictObject({
    from: state,
    to: state,
    changes: z
      .array(z.strictObject({ field: z.string(), from: z.unknown().optional(), to: z.unknown().optional() }))
      .describe('Every field that differs, but for the version; left out where it was not there'),
  });
};

/** A commit, raw, as whoever operates a service sees it. */
export const CommitDto = z.looseObject({ _id: z.string() });

/** A commit with its place in the whole history. */
export const PlacedCommitDto = z.looseObject({ _id: z.string(), position: z.string() });
