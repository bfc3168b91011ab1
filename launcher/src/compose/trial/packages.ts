// Packages of the system that the trial needs.
import { exitCodes, ExitError } from '../../command/exit-codes.ts';
import { endOfLog } from '../../processes/programs.ts';
import { installPackages } from '../../processes/system-packages.ts';
import type { Workshop } from './workshop.ts';

/** @throws ExitError 69 with the end of the log. */
export const install = async ({ commands, during }: Workshop, ...names: readonly string[]): Promise<void> => {
  const list = names.join(', ');
  const { logFile } = commands;
  const work = installPackages(names, logFile).catch(() => {
    throw new ExitError(
      exitCodes.missing,
      `apt-get cannot install ${list}. Correct that and type: npm run compose:try\n${endOfLog(logFile)}`,
    );
  });
  await during(`Installing the packages ${list} (about half a minute)`, work);
};
