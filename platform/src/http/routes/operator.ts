// Who acts: the name under which an operator's act is recorded.
import { z } from 'zod';

export const OperatorHeaders = z.object({
  'x-operator': z
    .string()
    .regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 visible ASCII characters')
    .default('admin')
    .describe('Who does this; it is recorded'),
});
