// One data directory belongs to one live system.
import { accessSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, ExitError } from '../command/exit-codes.ts';
import { sweepMarked } from '../processes/marked.ts';
import { isAlive, readState, removeState } from './state-file.ts';
import type { SystemState } from './state-file.ts';

/** State files, in this directory and in those right below it, whose launcher is dead. */
export const leftoversIn = (dataDir: string): readonly { dir: string; state: SystemState }[] => {
  if (!existsSync(dataDir)) return [];
  const below = readdirSync(dataDir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [dataDir, ...below.map((entry) => join(dataDir, entry.name))].flatMap((dir) => {
    const state = readState(dir);
    return state && !isAlive(state) ? [{ dir, state }] : [];
  });
};

/** Ends what dead launchers left behind. */
const sweepLeftovers = async (dataDir: string, log: (line: string) => void): Promise<void> => {
  for (const { dir, state } of leftoversIn(dataDir)) {
    log(`Cleaning up after a launcher that was killed (pid ${state.launcher.pid})`);
    await sweepMarked(state.mark);
    // Somebody who starts at the same time may have swept it too, and be the next by now.
    if (readState(dir)?.mark === state.mark) removeState(dir);
  }
};

/**
 * Makes the directory ready for `createState`, which settles who gets it.
 * @throws ExitError if nothing can be written there, or a system runs there.
 */
export const prepareDataDir = async (dataDir: string, log: (line: string) => void): Promise<void> => {
  makeWritable(dataDir);
  await sweepLeftovers(dataDir, log);
  if (readState(dataDir)) throw runsAlready(dataDir);
};

const makeWritable = (dataDir: string): void => {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    throw new ExitError(
      exitCodes.configuration,
      `Nothing can be written to ${dataDir} (${(error as NodeJS.ErrnoException).code ?? String(error)}), where everything ` +
        'that a system keeps has to go. Choose another directory: npm start -- --data-dir PATH',
    );
  }
};

export const runsAlready = (dataDir: string): ExitError => {
  const pid = readState(dataDir)?.launcher.pid;
  return new ExitError(
    exitCodes.configuration,
    pid === undefined
      ? `The file system.json in ${dataDir} cannot be read. If nothing runs there, remove it and start again.`
      : `A system runs already (pid ${pid}), and its data directory can serve only one. Stop it: kill ${pid}`,
  );
};
