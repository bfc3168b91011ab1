// A history that a system begins with, put into its stores before any of its services starts.
import type { Commit } from '@saga-lab/platform/store/commit';
import type { CommitStore } from '@saga-lab/platform/store/store';
import { exitCodes, ExitError } from '../command/exit-codes.ts';

/** By service, each in an order in which every commit comes behind what it rests on. */
export type BeginHistories = Readonly<Record<string, readonly Commit[]>>;

const BATCH = 500;

/** @throws ExitError 78 if the store keeps commits already; Error if it refuses one. */
export const fillStore = async (
  store: CommitStore,
  service: string,
  commits: readonly Commit[],
): Promise<void> => {
  const { commits: there } = await store.page(undefined, 1);
  if (there.length > 0)
    throw new ExitError(
      exitCodes.configuration,
      `The database of ${service} keeps commits already, and a history can only be put into an empty one. Choose a fresh data directory, or other databases.`,
    );
  for (let from = 0; from < commits.length; from += BATCH) {
    const result = await store.insertOrdered(commits.slice(from, from + BATCH));
    if (result.status !== 'inserted')
      throw new Error(`The database of ${service} did not take its history: ${result.error}`);
  }
};
