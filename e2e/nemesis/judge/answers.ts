// I-15: what clients were answered, and what a stranger was.
import { count, verdict } from '@saga-lab/lab/checker/verdict';
import type { Verdict } from '@saga-lab/lab/checker/verdict';
import type { Ledger } from '../load/ledger.ts';

export const answersAllowed = ({ answers, forbidden }: Ledger): Verdict => {
  const times = (prefix: string) =>
    [...answers].filter(([what]) => what.startsWith(prefix)).reduce((sum, [, many]) => sum + many, 0);
  return verdict('I-15', forbidden, {
    holds: `${count(times(''), 'request')}: nothing of 5xx but 503, and nothing for a stranger (${times('stranger')} tries).`,
    violated: 'A client was answered what nobody may be answered.',
  });
};
