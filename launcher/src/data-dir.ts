// One data directory belongs to one live system.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, ExitError } from './exit-codes.ts';
import { sweepMarked } from './marked.ts';
import { isAlive, readState, removeState } from './state-file.ts';

/** Ends what a dead launcher left behind, in this directory and in those right below it. */
const sweepLeftovers = async (dataDir: string, log: (line: string) => void): Promise<void> => {
  const below = readdirSync(dataDir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const dir of [dataDir, ...below.map((entry) => join(dataDir, entry.name))]) {
    const state = readState(dir);
    if (!state || isAlive(state)) continue;
    log(`Cleaning up after a launcher that was killed (pid ${state.launcher.pid})`);
    await sweepMarked(state.mark);
    // Somebody who starts at the same time may have swept it too, and be the next by now.
    if (readState(dir)?.mark === state.mark) removeState(dir);
  }
};

/** Makes the directory ready for `createState`, which settles who gets it. @throws ExitError if a system runs there. */
export const prepareDataDir = async (dataDir: string, log: (line: string) => void): Promise<void> => {
  mkdirSync(dataDir, { recursive: true });
  await sweepLeftovers(dataDir, log);
  if (readState(dataDir)) throw runsAlready(dataDir);
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
