// What `lab at` looks at, moment after moment: one order by its own commits, the system by what is remembered of its histories.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { History } from '../../checker/history.ts';
import type { Lab } from '../../client/lab.ts';
import { demandWholePast } from '../../retention/forgotten-sagas.ts';
import type { Moments } from '../../moments/moments.ts';
import type { Moment } from '../../time-travel/cut.ts';
import type { AnyLook } from '../../time-travel/look.ts';
import { orderLook } from '../../time-travel/look.ts';
import type { Span } from '../../time-travel/steps.ts';
import { placeOf } from '../../time-travel/steps.ts';
import type { TypedMoment } from '../moment.ts';
import { ALL, chosen, hasEndedIn, nothingYet, subjectOf } from './subject.ts';

export interface Watched {
  readonly name: string;
  readonly span: Span;
  /** Of one order. */
  readonly history?: History;
  readonly at: (moment: Moment) => Promise<AnyLook>;
  readonly close: () => void;
}

/** What is remembered of a system, up to now. */
export type Remember = (lab: Lab) => Promise<Moments>;

/** @throws ExitError 64 if there is nothing, 2 if a part of it was forgotten. */
export const watched = async (lab: Lab, name: string, remember: Remember): Promise<Watched> => {
  if (name === ALL) {
    await demandWholePast(lab);
    return system(await remember(lab));
  }
  const { history, span } = await subjectOf(lab, name);
  return {
    name,
    span,
    history,
    at: (moment) => Promise.resolve(orderLook(history, name, moment)),
    close: () => undefined,
  };
};

const system = (moments: Moments): Watched => {
  const span = moments.span();
  if (span) return { ...moments, name: ALL, span };
  moments.close();
  throw new ExitError(exitCodes.usage, nothingYet);
};

interface Reaching {
  readonly typed: TypedMoment;
  readonly remember: Remember;
}

/**
 * As `chosen`, for one order too: what has ended stays as it ended, at any later value; what goes on is not known at a value that
 * the system has not reached, and only then it is asked how far that is. @throws ExitError 64
 */
export const reachedIn = async (lab: Lab, one: Watched, { typed, remember }: Reaching): Promise<Moment> => {
  const moment = chosen(one, typed);
  const { name, history, span } = one;
  const isLater = history !== undefined && placeOf(span, moment) === 'behind';
  if (!isLater || hasEndedIn({ name, history })) return moment;
  const all = await watched(lab, ALL, remember);
  try {
    return chosen(all, moment);
  } finally {
    all.close();
  }
};
