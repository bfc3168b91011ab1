// Does something with the running system.
import type { Lab } from '../client/lab.ts';
import { lab } from '../client/lab.ts';
import type { Outcome } from './outcome.ts';
import { systemIn } from './system-in.ts';
import type { VerbOptions } from './verb.ts';

/** @throws ExitError as `systemIn`. */
export const on = async ({ dataDir }: VerbOptions, work: (one: Lab) => Promise<Outcome>): Promise<Outcome> =>
  work(lab(await systemIn(dataDir)));
