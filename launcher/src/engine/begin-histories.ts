// A history that a system begins with, put into its stores before any of its services starts.
import type { Commit } from '@saga-lab/platform/store/commit';
import type { CommitStore } from '@saga-lab/platform/store/store';
import { exitCodes, ExitError } from '../command/exit-codes.ts';

/** By service, each in an order in which every commit comes behind what it rests on. */
export type BeginHistories = Readonly<Record<string, readonly Commit[]>>;

const BATCH = 500;

export interface Filling {
  /** Goes on where the same history was put in before, and that was broken off. */
  readonly resume?: boolean | undefined;
}

/** @throws ExitError 78 if the store keeps commits already, or, resumed, another history; Error if it refuses one. */
export const fillStore = async (
  store: CommitStore,
  service: string,
  commits: readonly Commit[],
  { resume = false }: Filling = {},
): Promise<void> => {
  const there = resume ? await beginningIn(store, service, commits) : 0;
  if (!resume && (await store.page(undefined, 1)).commits.length > 0)
    throw refused(
      `The database of ${service} keeps commits already, and a history can only be put into an empty one.`,
    );
  for (let from = there; from < commits.length; from += BATCH) {
    const result = await store.insertOrdered(commits.slice(from, from + BATCH));
    if (result.status !== 'inserted')
      throw new Error(`The database of ${service} did not take its history: ${result.error}`);
  }
};

/** How many of the commits, from the first on, are there: nothing else may be. */
const beginningIn = async (
  store: CommitStore,
  service: string,
  commits: readonly Commit[],
): Promise<number> => {
  let n = 0;
  for (let after: string | undefined; ;) {
    const page = await store.page(after, BATCH);
    for (const { commit, position } of page.commits) {
      const expected = commits[n];
      if (!expected || !isSame(commit, expected)) throw refused(otherHistory(service, n, commit, expected));
      n += 1;
      after = position;
    }
    if (page.commits.length === 0) return n;
  }
};

/** What is sent meanwhile makes no other history of it. */
const isSame = (a: Commit, b: Commit): boolean =>
  a._id === b._id && a.attempt === b.attempt && JSON.stringify(a.events) === JSON.stringify(b.events);

const otherHistory = (service: string, n: number, there: Commit, expected: Commit | undefined): string =>
  expected
    ? `The database of ${service} keeps another history: its commit ${n + 1} is ${there._id}, and this history has ${expected._id} there.`
    : `The database of ${service} keeps more than this history: commit ${n + 1} is ${there._id}. It has been gone on with since.`;

const refused = (what: string): ExitError =>
  new ExitError(exitCodes.configuration, `${what} Choose a fresh data directory, or other databases.`);
