// `npm run lab -- status`: exit code 0 if all parts are ready, 1 if one is not, 69 if no system runs.
import { exitCodes, ExitError } from '@saga-lab/launcher/exit-codes';
import { runningSystem } from '@saga-lab/launcher/state-file';
import type { Outcome } from '../outcome.ts';
import { adviceOn, isReady } from './advice.ts';
import { look } from './look.ts';
import { reportLines } from './show.ts';

/** @throws ExitError 69 if no system runs in that directory. */
export const status = async (dataDir: string): Promise<Outcome> => {
  const state = runningSystem(dataDir);
  if (!state)
    throw new ExitError(
      exitCodes.missing,
      `No system runs: there is no live launcher behind ${dataDir}/system.json. Start one: npm start`,
    );
  const report = await look(state);
  return {
    data: { ready: isReady(report), ...report, advice: adviceOn(report) },
    lines: (paint) => reportLines(report, paint),
    exitCode: isReady(report) ? exitCodes.holds : exitCodes.violated,
  };
};
