// The running system that a command of the lab is about.
import { exitCodes, ExitError } from '@saga-lab/launcher/exit-codes';
import { runningSystem } from '@saga-lab/launcher/state-file';
import type { SystemState } from '@saga-lab/launcher/state-file';

/** @throws ExitError 69 if none runs in that directory. */
export const systemIn = (dataDir: string): SystemState => {
  const state = runningSystem(dataDir);
  if (state) return state;
  throw new ExitError(
    exitCodes.missing,
    `No system runs: there is no live launcher behind ${dataDir}/system.json. Start one: npm start`,
  );
};
