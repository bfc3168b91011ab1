// The version that a change rests on: if there is a newer one by now, nothing is changed (RFC 9110, section 13.1.1).
import { z } from 'zod';

export const IfMatchHeaders = z.object({
  'if-match': z
    .string()
    .regex(/^"\d{1,12}"$/, 'must be a version in quotation marks: "4"')
    .optional()
    .describe('The version that the caller has seen, in quotation marks; left out: whatever it is now'),
});

/** `undefined`: whatever it is. */
export const versionSeen = (headers: z.infer<typeof IfMatchHeaders>): number | undefined => {
  const header = headers['if-match'];
  return header === undefined ? undefined : Number(header.slice(1, -1));
};

/** The code of a refusal: a newer version is there. */
export const CHANGED_MEANWHILE = 'CHANGED_MEANWHILE';
