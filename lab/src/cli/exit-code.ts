// What the verdicts on a system mean as an exit code.
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { holds } from '../checker/verdict.ts';
import type { Verdict } from '../checker/verdict.ts';

export const exitCodeOf = (verdicts: readonly Verdict[]): number => {
  if (verdicts.some(({ state }) => state === 'violated')) return exitCodes.violated;
  return holds(verdicts) ? exitCodes.holds : exitCodes.unknown;
};
