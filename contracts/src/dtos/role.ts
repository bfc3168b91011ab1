// DTO of a role that a service plays in a protocol for one order: of the coordinator, or of a participant with what it holds.
import * as z from 'zod';
import { Id } from '../primitives.ts';

/** In a path: whose. */
export const OneOrder = z.strictObject({ orderId: Id });

export const RoleDto = z.strictObject({
  orderId: Id,
  protocol: z.string(),
  status: z
    .string()
    .describe('At the coordinator that of the transaction; at a participant `IN_DOUBT` or `SETTLED`'),
  role: z.string().describe('Where the role is in its own words: `VOTING`, `PREPARED`, ...'),
  since: z.iso.datetime().describe('When it came to that'),
  version: z.int(),
});
export type RoleDto = z.infer<typeof RoleDto>;
