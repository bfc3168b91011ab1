// `npm run lab -- at ORDER|all MOMENT`: one order, or the whole system, as it was at a moment of the past.
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import type { Lab } from '../../client/lab.ts';
import type { AnyLook } from '../../time-travel/look.ts';
import { dataOf, wholeLook } from '../../time-travel/look.ts';
import { typedMoment } from '../moment.ts';
import type { Outcome } from '../outcome.ts';
import { linesOf } from './lines.ts';
import { ALL, chosen, subjectOf } from './subject.ts';
import { reachedIn, watched } from './watched.ts';
import type { Remember } from './watched.ts';

/** Reads, and changes nothing. @throws ExitError 64 for an order or a moment that there is not. */
export const at = async (lab: Lab, name: string, text: string, remember: Remember): Promise<Outcome> => {
  const typed = typedMoment(text, Date.now());
  const one = await watched(lab, name, remember);
  try {
    const look = await one.at(await reachedIn(lab, one, { typed, remember }));
    return { data: look.order === undefined ? look : dataOf(name, look), ...printed(look) };
  } finally {
    one.close();
  }
};

/** With everything that there was: it takes as long as there is history. @throws as `at`. */
export const allInFull = async (lab: Lab, text: string): Promise<Outcome> => {
  const typed = typedMoment(text, Date.now());
  const subject = await subjectOf(lab, ALL);
  const look = wholeLook(subject.history, chosen(subject, typed));
  return { data: dataOf(ALL, look), ...printed(look) };
};

const printed = (look: AnyLook): Pick<Outcome, 'lines' | 'exitCode'> => ({
  lines: (paint, width) => linesOf(look, paint, width),
  exitCode: exitCodes.holds,
});
