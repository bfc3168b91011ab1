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
    removeState(dir);
  }
};

/** @throws ExitError if a system runs there already. */
export const claimDataDir = async (dataDir: string, log: (line: string) => void): Promise<void> => {
  mkdirSync(dataDir, { recursive: true });
  await sweepLeftovers(dataDir, log);
  const state = readState(dataDir);
  if (!state) return;
  throw new ExitError(
    exitCodes.configuration,
    `A system runs already (pid ${state.launcher.pid}), and its data directory can serve only one. Stop it: kill ${state.launcher.pid}`,
  );
};
