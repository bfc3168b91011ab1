// What any participant may answer instead of doing a command.
import * as z from 'zod';
import { reply } from './message.ts';

/** The action came after its own compensation and must not take effect any more. */
export const CommandRejected = reply(
  'CommandRejected',
  'action',
  z.strictObject({ command: z.string().max(100), reason: z.literal('COMPENSATED_BEFORE') }),
);
export type CommandRejected = z.infer<typeof CommandRejected>;
