// A setting that is a number.
import * as z from 'zod';

/** A whole number written in digits. */
export const integer = (min: number, max: number) => {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,12}$/, message)
    .transform(Number)
    .pipe(z.int(message).min(min, message).max(max, message));
};
