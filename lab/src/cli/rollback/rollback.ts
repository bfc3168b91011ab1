// `npm run lab -- rollback`: what bringing everything back to a moment takes, and, if told so, doing it.
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { holds } from '../../checker/verdict.ts';
import type { Lab } from '../../client/lab.ts';
import { auditSystem } from '../../reader/audit-system.ts';
import { applyRollback } from '../../rollback/apply.ts';
import { openIn, planOf } from '../../rollback/plan.ts';
import { endedBy } from '../../rollback/orders.ts';
import { isChanged } from '../../rollback/things.ts';
import { cutAt, saidMoment } from '../../time-travel/cut.ts';
import type { Cut } from '../../time-travel/cut.ts';
import { instantOf, lamportOf } from '../../time-travel/steps.ts';
import { ALL, chosen, subjectOf } from '../at/subject.ts';
import { typedMoment } from '../moment.ts';
import type { Outcome } from '../outcome.ts';
import { doneLines, planLines } from './lines.ts';
import type { RollbackDone, RollbackFound } from './lines.ts';

export interface RollbackOptions {
  readonly to: string;
  readonly apply: boolean;
  readonly operator: string;
  /** Longest wait for orders to be undone, s. */
  readonly wait: number;
}

const MOST_ORDERS = 1_000;

/** Without `apply` it only reads. @throws ExitError 64 for a moment that there is not. */
export const rollback = async (
  lab: Lab,
  options: RollbackOptions,
  tell: (line: string) => void,
): Promise<Outcome> => {
  const subject = await subjectOf(lab, ALL);
  const cut = cutAt(subject.history, chosen(subject, typedMoment(options.to, Date.now())));
  return options.apply ? applied(lab, cut, options, tell) : planned({ ...foundAt(cut), ...planOf(cut) });
};

const planned = (found: RollbackFound): Outcome => ({
  data: { ...found, applied: false },
  lines: (paint, width) => planLines(found, paint, width),
  exitCode: exitCodes.holds,
});

const foundAt = (cut: Cut) => ({
  to: saidMoment(cut.moment),
  lamport: lamportOf(cut),
  at: instantOf(cut),
  kept: endedBy(cut),
});

const applied = async (
  lab: Lab,
  cut: Cut,
  { operator, wait }: RollbackOptions,
  tell: (line: string) => void,
): Promise<Outcome> => {
  const found = foundAt(cut);
  const waitMs = wait * 1_000;
  const reason = `rollback to ${found.to}`;
  const { acts, left } = await applyRollback(lab, { moment: cut.moment, reason, operator, waitMs });
  const { audit } = await auditSystem(lab, { limit: MOST_ORDERS, waitMs, tell });
  const done: RollbackDone = { ...found, ...left, acts, open: openIn(left), audit };
  return {
    data: { ...done, applied: true, holds: holds(audit.verdicts) },
    lines: (paint, width) => doneLines(done, paint, width),
    exitCode: exitCodeOf(done),
  };
};

const exitCodeOf = ({ acts, open, things, audit: { verdicts } }: RollbackDone): number => {
  const isViolated = verdicts.some(({ state }) => state === 'violated');
  const isRefused = acts.some(({ refused }) => refused !== undefined);
  if (isViolated || isRefused || things.some(isChanged)) return exitCodes.violated;
  return open.length === 0 && holds(verdicts) ? exitCodes.holds : exitCodes.unknown;
};
