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
  pending: z.int().describe('Commits with a message that is not confirmed, or a timer that is due'),
  waitedMs: z.int().describe('For how many milliseconds the oldest of them waits'),
});
export type OutboxDto = z.infer<typeof OutboxDto>;

/** What became of the snapshots of a service. */
export const DroppedSnapshotsDto = z.strictObject({
  dropped: z.int().min(0).describe('How many there were; each is made again when it is needed'),
});
export type DroppedSnapshotsDto = z.infer<typeof DroppedSnapshotsDto>;
