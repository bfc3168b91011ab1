// `npm run lab -- check`: exit code 0 if all invariants hold, 1 if one is violated, 2 if that cannot be said, 69 if no system runs.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { holds } from '../../checker/verdict.ts';
import { lab } from '../../client/lab.ts';
import { isNoAnswer, Refused } from '../../client/request.ts';
import { nothingIsViolated } from '../../reader/audit.ts';
import type { Audit } from '../../reader/audit.ts';
import { auditSystem } from '../../reader/audit-system.ts';
import type { Outcome } from '../outcome.ts';
import { systemIn } from '../system-in.ts';
import { adviceOn } from './advice.ts';
import { auditLines } from './show.ts';

export interface CheckOptions {
  /** As in `systemIn`. */
  readonly dataDir?: string;
  /** Most orders, the newest. */
  readonly limit: number;
  /** Longest wait for sagas on their way, s. */
  readonly wait: number;
}

/** @throws ExitError as `systemIn` does, and 2 if a part of the system does not answer. */
export const check = async (
  { dataDir, limit, wait }: CheckOptions,
  tell: (progress: string) => void,
): Promise<Outcome> => {
  const state = await systemIn(dataDir);
  const { audit: found } = await auditSystem(lab(state), { limit, waitMs: wait * 1_000, tell }).catch(
    unknown,
  );
  return {
    data: { holds: holds(found.verdicts), ...found, advice: adviceOn(found) },
    lines: (paint) => auditLines(found, paint),
    exitCode: exitCodeOf(found),
  };
};

const exitCodeOf = (found: Audit): number => {
  if (!nothingIsViolated(found)) return exitCodes.violated;
  return holds(found.verdicts) ? exitCodes.holds : exitCodes.unknown;
};

/** What is not read cannot be judged; that is no violation. */
const unknown = (error: unknown): never => {
  if (!(error instanceof Refused) && !isNoAnswer(error)) throw error;
  throw new ExitError(
    exitCodes.unknown,
    `Nothing can be said: ${(error as Error).message}. Which part is to blame: npm run lab -- status`,
  );
};
