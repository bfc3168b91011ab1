// Who acts, and on what: the name under which an operator's act is recorded, and how far the history had come that it rests on.
import { z } from 'zod';
import { GREATEST_JUMP } from '../../decider/message.ts';

export const OperatorHeaders = z.object({
  'x-operator': z
    .string()
    .regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 visible ASCII characters')
    .default('admin')
    .describe('Who does this; it is recorded'),
  'x-lamport': z.coerce
    .number()
    .int()
    .min(0)
    .max(GREATEST_JUMP)
    .optional()
    .describe(
      'The greatest Lamport value of the history that the request rests on: what comes of it has a greater one',
    ),
});
