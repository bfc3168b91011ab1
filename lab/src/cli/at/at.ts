// `npm run lab -- at ORDER|all MOMENT`: one order, or the whole system, as it was at a moment of the past.
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import type { Lab } from '../../client/lab.ts';
import { typedMoment } from '../moment.ts';
import type { Outcome } from '../outcome.ts';
import { linesOf } from './lines.ts';
import { dataOf, lookAt } from './look.ts';
import { reachedIn, subjectOf } from './subject.ts';

/** Reads, and changes nothing. @throws ExitError 64 for an order or a moment that there is not. */
export const at = async (lab: Lab, name: string, text: string): Promise<Outcome> => {
  const typed = typedMoment(text, Date.now());
  const subject = await subjectOf(lab, name);
  const look = lookAt(subject, await reachedIn(lab, subject, typed));
  return {
    data: dataOf(look),
    lines: (paint, width) => linesOf(look, paint, width),
    exitCode: exitCodes.holds,
  };
};
