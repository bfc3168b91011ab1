// `npm run lab -- check`: exit code 0 if all invariants hold, 1 if one is violated, 2 if that cannot be said, 69 if no system runs.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { holds } from '../../checker/verdict.ts';
import { lab } from '../../client/lab.ts';
import type { ReadModelLag } from '../../client/read-model-lag.ts';
import { readModelLags } from '../../client/read-model-lag.ts';
import { isNoAnswer, Refused } from '../../client/request.ts';
import { audit } from '../../reader/audit.ts';
import type { Audit, Observation } from '../../reader/audit.ts';
import { auditSystem } from '../../reader/audit-system.ts';
import { exitCodeOf } from '../exit-code.ts';
import type { Outcome } from '../outcome.ts';
import { systemIn } from '../system-in.ts';
import { adviceOn } from './advice.ts';
import { factsFrom, withFactsFile } from './facts-file.ts';
import { auditLines } from './show.ts';
import { windowLines } from './window-lines.ts';

export interface CheckOptions {
  /** As in `systemIn`. */
  readonly dataDir?: string;
  /** Most orders, the newest. */
  readonly limit: number;
  /** Longest wait for sagas on their way, s. */
  readonly wait: number;
  /** File to write what was read into; then nothing is said that it does not hold. */
  readonly save?: string;
  /** File to judge, instead of a running system. */
  readonly from?: string;
}

type Tell = (progress: string) => void;

/** @throws ExitError as `systemIn` does, 2 if a part of the system does not answer, and as `facts-file.ts` does. */
export const check = async (options: CheckOptions, tell: Tell): Promise<Outcome> => {
  const found = await auditOf(options, tell);
  return {
    data: { holds: holds(found.verdicts), ...found, advice: adviceOn(found) },
    lines: (paint) => [...auditLines(found, paint), '', ...windowLines(found, paint)],
    exitCode: exitCodeOf(found.verdicts),
  };
};

/** What only a running system tells stands beside what was judged. */
export interface Found extends Audit {
  readonly readModels?: readonly ReadModelLag[];
}

const auditOf = async (options: CheckOptions, tell: Tell): Promise<Found> => {
  const { from, save } = options;
  if (from !== undefined) return audit(await factsFrom(from));
  if (save === undefined) {
    const { audit: found, readModels } = await running(options, tell);
    return { ...found, readModels };
  }
  return withFactsFile(save, async (file) => {
    const { observation, audit: found } = await running(options, tell);
    const lines = await file.write(observation);
    tell(
      `${lines.toLocaleString('en')} lines written to ${save}; to judge them: npm run lab -- check --from ${save}`,
    );
    // What the file has, and no more: it says the same later.
    return found;
  });
};

const running = async (
  { dataDir, limit, wait }: CheckOptions,
  tell: Tell,
): Promise<{
  readonly observation: Observation;
  readonly audit: Audit;
  readonly readModels: readonly ReadModelLag[];
}> => {
  const system = lab(await systemIn(dataDir));
  try {
    const audited = await auditSystem(system, { limit, waitMs: wait * 1_000, tell });
    return { ...audited, readModels: await readModelLags(system) };
  } catch (error) {
    return unknown(error);
  }
};

/** What is not read cannot be judged; that is no violation. */
const unknown = (error: unknown): never => {
  if (!(error instanceof Refused) && !isNoAnswer(error)) throw error;
  throw new ExitError(
    exitCodes.unknown,
    `Nothing can be said: ${(error as Error).message}. Which part is to blame: npm run lab -- status`,
  );
};
