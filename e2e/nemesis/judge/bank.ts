// What the bank test saw while faults went on.
import { count, verdict } from '@saga-lab/lab/checker/verdict';
import type { Verdict } from '@saga-lab/lab/checker/verdict';
import type { Bank } from '../watch/bank.ts';

/** Of I-1, I-2 and I-7 the first: money, stock and versions as they were at one moment after the other. */
export const bankVerdict = ({ looks, violations }: Bank): Verdict =>
  verdict('I-1', [...new Set(violations)], {
    holds: `While it went on, too: money, stock and versions added up at ${count(looks.had, 'moment')} (${looks.missed} looks were not answered).`,
    violated: 'While it went on, money, stock or versions did not add up.',
  });
