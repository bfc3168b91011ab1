// `npm run lab -- what-if`: what would be had one thing been otherwise, decided again with no way out; and, if told so, corrected.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { webIds } from '@saga-lab/platform/service/web-ids';
import { count, holds } from '../../checker/verdict.ts';
import type { Lab } from '../../client/lab.ts';
import { auditSystem } from '../../reader/audit-system.ts';
import { applyCorrections } from '../../what-if/apply/apply.ts';
import { changeToDecide, foundIn } from '../../what-if/found.ts';
import type { WhatIfFound } from '../../what-if/found.ts';
import { decidingParallel } from '../../what-if/parallel.ts';
import { NoSuchChange } from '../../what-if/retroactive.ts';
import type { Retroactive, Thing } from '../../what-if/retroactive.ts';
import { Unknowable } from '../../what-if/unknowable.ts';
import { ALL, subjectOf } from '../at/subject.ts';
import type { Subject } from '../at/subject.ts';
import type { Outcome } from '../outcome.ts';
import { askedFor, typedAgain } from './asked.ts';
import type { AskedOptions, Kind } from './asked.ts';
import { decidedWithProgress } from './deciding.ts';
import { doneLines, planLines } from './lines.ts';
import type { WhatIfDone } from './lines.ts';

export interface WhatIf {
  readonly kind: Kind;
  readonly thing: Thing;
}

export interface WhatIfOptions extends AskedOptions {
  readonly apply: boolean;
  readonly operator: string;
  /** Longest wait for sagas that are on their way before everything is judged, s. */
  readonly wait: number;
}

type Tell = (line: string) => void;

/** Without `apply` it only reads. @throws ExitError 64 for what there is not to change, 1 where nobody can say what would have been. */
export const whatIf = async (
  lab: Lab,
  what: WhatIf,
  options: WhatIfOptions,
  tell: Tell,
): Promise<Outcome> => {
  const subject = await subjectOf(lab, ALL);
  const asked = askedFor(subject, what, options);
  const first = await found(subject, asked, options, tell);
  return options.apply ? applied(lab, first, options, tell) : planned(first);
};

const planned = (first: WhatIfFound): Outcome => ({
  data: { command: typedAgain(first.asked), ...first, applied: false },
  lines: (paint, width) => planLines(first, paint, width),
  exitCode: exitCodes.holds,
});

const MOST_ORDERS = 1_000;

const applied = async (
  lab: Lab,
  { asked, corrections }: WhatIfFound,
  options: WhatIfOptions,
  tell: Tell,
): Promise<Outcome> => {
  const made = await applyCorrections(lab, corrections, options.operator);
  const left = await found(await subjectOf(lab, ALL), asked, options, tell);
  const { audit } = await auditSystem(lab, { limit: MOST_ORDERS, waitMs: options.wait * 1_000, tell });
  const done: WhatIfDone = { ...left, made, audit };
  return {
    data: { command: typedAgain(asked), ...done, applied: true, holds: holds(audit.verdicts) },
    lines: (paint, width) => doneLines(done, paint, width),
    exitCode: exitCodeOf(done),
  };
};

const exitCodeOf = ({ made, corrections, audit: { verdicts } }: WhatIfDone): number => {
  const isViolated = verdicts.some(({ state }) => state === 'violated');
  const isRefused = made.some(({ refused }) => refused !== undefined);
  if (isViolated || isRefused || corrections.some(({ isDone }) => !isDone)) return exitCodes.violated;
  return holds(verdicts) ? exitCodes.holds : exitCodes.unknown;
};

const found = async (
  { history }: Subject,
  asked: Retroactive,
  { operator }: WhatIfOptions,
  tell: Tell,
): Promise<WhatIfFound> => {
  if (history.unreadable.length > 0) throw unreadable(history.unreadable);
  const asking = { history, asked, ids: webIds };
  const change = await known(() => changeToDecide(asking, operator));
  const deciding = decidingParallel(history, change, { ids: webIds });
  const parallel = await known(() => decidedWithProgress(deciding, tell));
  return known(() => foundIn(asking, change, parallel));
};

const known = async <T>(work: () => T | Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NoSuchChange) throw new ExitError(exitCodes.usage, error.message);
    if (error instanceof Unknowable) throw new ExitError(exitCodes.violated, error.message);
    throw error;
  }
};

const unreadable = (flaws: readonly string[]): ExitError =>
  new ExitError(
    exitCodes.unknown,
    `${count(flaws.length, 'commit')} cannot be read, so nothing can be decided again: ${flaws[0]} See all: npm run lab -- check`,
  );
