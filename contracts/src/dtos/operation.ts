// DTOs that every service answers to those who operate it.
import * as z from 'zod';

/** A message that could not be handled. */
export const DeadLetterDto = z.strictObject({
  _id: z.string().describe('Of this message in this queue with these bytes'),
  queue: z.string(),
  messageId: z.string().optional().describe('Of the message itself; left out where it cannot be read'),
  reason: z.string(),
  body: z.string().describe('The bytes as they were received, exactly; of what is too large the first ones'),
  encoding: z
    .enum(['utf-8', 'base64'])
    .describe('How `body` stands for them: as text, or in base64 where they are no UTF-8'),
  size: z.int().describe('How many bytes were received'),
  at: z.int().describe('When it came, milliseconds since the epoch'),
  count: z.int().describe('How often it came'),
  replays: z
    .array(z.strictObject({ at: z.int(), by: z.string() }))
    .readonly()
    .optional()
    .describe('Every time that it was replayed and could be handled: when, and by whom'),
});
export type DeadLetterDto = z.infer<typeof DeadLetterDto>;

/** What waits to be sent. */
export const OutboxDto = z.strictObject({
  pending: z.int().describe('Commits with a message that is not noted as confirmed, or a timer that is due'),
  waitedMs: z.int().describe('For how many milliseconds the oldest of them waits'),
});
export type OutboxDto = z.infer<typeof OutboxDto>;

/** The folded state of a long stream, kept to shorten loading. */
export const SnapshotDto = z.strictObject({
  stream: z.string(),
  version: z.int().describe('Of the last event in it'),
  bytes: z.int().describe('How much room it takes'),
});
export type SnapshotDto = z.infer<typeof SnapshotDto>;

/** What became of the snapshots of a service. */
export const DroppedSnapshotsDto = z.strictObject({
  dropped: z.int().min(0).describe('How many there were; each is made again when it is needed'),
});
export type DroppedSnapshotsDto = z.infer<typeof DroppedSnapshotsDto>;

/** The first field in which a document of a read model was not what the history makes of it. */
export const DifferenceDto = z.strictObject({
  document: z.string(),
  field: z.string().optional().describe('Left out where one of the two is missing altogether'),
  live: z.string().optional().describe('As JSON; left out where it is missing'),
  rebuilt: z.string().optional().describe('As JSON; left out where it is missing'),
});
export type DifferenceDto = z.infer<typeof DifferenceDto>;

const soFar = {
  events: z.int().describe('Folded so far'),
  ms: z.int().describe('For how long it has gone on, or took'),
};

/** How it goes with a read model that is made anew. */
export const RebuildDto = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('RUNNING'), ...soFar }),
  z.strictObject({ status: z.literal('FAILED'), ...soFar, error: z.string() }),
  z.strictObject({
    status: z.literal('DONE'),
    ...soFar,
    documents: z.int(),
    different: z.int().describe('Documents that were not what the history makes of them; now they are'),
    differences: z.array(DifferenceDto).readonly().describe('The first of them'),
  }),
]);
export type RebuildDto = z.infer<typeof RebuildDto>;

/** A read model as whoever operates a service sees it. */
export const ReadModelDto = z.strictObject({
  model: z.string(),
  isFilling: z.boolean().describe('It is new, and does not show the whole history yet'),
  rebuild: RebuildDto.optional().describe('The last time that this process made it anew'),
});
export type ReadModelDto = z.infer<typeof ReadModelDto>;

/** All read models of a service. */
export const ReadModelsDto = z.strictObject({ items: z.array(ReadModelDto).readonly() });
export type ReadModelsDto = z.infer<typeof ReadModelsDto>;

/** What stays of what was forgotten. */
export const TombstoneDto = z.strictObject({
  correlationId: z.string(),
  endedAt: z.int().describe('When the last of its commits was decided, milliseconds since the epoch'),
  forgottenAt: z.int(),
  commits: z.int().describe('How many there were'),
  requests: z.int().describe('How many of them were requests, which are still answered as before'),
});
export type TombstoneDto = z.infer<typeof TombstoneDto>;

/** Of a thing that was forgotten: all that its service still knows of its history. */
export const ForgottenThingDto = TombstoneDto.pick({ endedAt: true, forgottenAt: true, commits: true });
export type ForgottenThingDto = z.infer<typeof ForgottenThingDto>;

/** What became of those that were to be forgotten. */
export const ForgottenDto = z.strictObject({
  items: z.array(
    z.discriminatedUnion('status', [
      z.strictObject({
        correlationId: z.string(),
        status: z.literal('FORGOTTEN'),
        commits: z.int().describe('How many there were'),
      }),
      z.strictObject({
        correlationId: z.string(),
        status: z.literal('KEPT'),
        why: z
          .enum(['UNKNOWN', 'UNSENT', 'TOO_RECENT', 'OPEN', 'NOT_SHOWN'])
          .describe(
            'There is nothing of it; a message or timer of it waits; it ended within the retention; a stream of it is open, or shared with others; a read model has not seen its end',
          ),
      }),
    ]),
  ),
});
export type ForgottenDto = z.infer<typeof ForgottenDto>;
