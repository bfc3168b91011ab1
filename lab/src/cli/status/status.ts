// `npm run lab -- status`: exit code 0 if all parts are ready, 1 if one is not, 69 if no system runs.
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import type { Outcome } from '../outcome.ts';
import { systemIn } from '../system-in.ts';
import { adviceOn, isReady } from './advice.ts';
import { look } from './look.ts';
import { reportLines } from './show.ts';

/** @throws ExitError as `systemIn` does. */
export const status = async (dataDir: string | undefined): Promise<Outcome> => {
  const report = await look(await systemIn(dataDir));
  return {
    data: { ready: isReady(report), ...report, advice: adviceOn(report) },
    lines: (paint) => reportLines(report, paint),
    exitCode: isReady(report) ? exitCodes.holds : exitCodes.violated,
  };
};
