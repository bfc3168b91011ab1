// From what was read to what is judged: the read models made anew stand beside those that were shown.
import type { Facts } from '../checker/facts.ts';
import type { Rebuild } from '../rebuild/read-models.ts';
import { rebuiltFrom } from '../rebuild/read-models.ts';
import type { Reading } from './reading.ts';

/** `rebuild`: how read models are made anew; another one for tests with histories that no service wrote. */
export const factsOf = ({ ids, ...read }: Reading, rebuild: Rebuild = rebuiltFrom): Facts => ({
  ...read,
  rebuilt: rebuild(read.history, ids),
});
