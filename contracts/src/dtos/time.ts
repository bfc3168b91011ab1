// A time, as requests name it.
import * as z from 'zod';

/** With a zone, so that it says the same wherever it is read. */
export const TIME_PATTERN = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})`;
/** JavaScript takes February 30 for March 2. */
const isTime = (text: string): boolean => {
  const day = text.slice(0, 10);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || Number.isNaN(Date.parse(text))) return false;
  return new Date(midnight).toISOString().startsWith(day);
};
const NO_TIME = 'must be a time with its zone, such as 2026-01-31T12:00:00Z';

/** An instant, as a text. */
export const Time = z
  .string()
  .regex(new RegExp(`^${TIME_PATTERN}$`), NO_TIME)
  .refine(isTime, NO_TIME);
