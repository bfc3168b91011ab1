// A history that a system begins with, put into its stores before any of its services starts.
import type { Commit } from '@saga-lab/platform/store/commit';
import type { CommitStore } from '@saga-lab/platform/store/store';
import { exitCodes, ExitError } from '../command/exit-codes.ts';

/** In an order in which every commit comes behind what it rests on; read once, piece by piece, so it may be longer than memory. */
export type BeginHistory = Iterable<Commit> | AsyncIterable<Commit>;

export type BeginHistories = Readonly<Record<string, BeginHistory>>;

const BATCH = 500;

export interface Filling {
  /** Goes on where the same history was put in before, and that was broken off. */
  readonly resume?: boolean | undefined;
}

/** @throws ExitError 78 if the store keeps commits already, or, resumed, another history; Error if it refuses one. */
export const fillStore = async (
  store: CommitStore,
  service: string,
  commits: BeginHistory,
  { resume = false }: Filling = {},
): Promise<void> => {
  const source = each(commits);
  if (resume) await passBeginning(store, service, source);
  else if ((await store.page(undefined, 1)).commits.length > 0)
    throw refused(
      `The database of ${service} keeps commits already, and a history can only be put into an empty one.`,
    );
  for (let batch = await nextOf(source); batch.length > 0; batch = await nextOf(source)) {
    const result = await store.insertOrdered(batch);
    if (result.status !== 'inserted')
      throw new Error(`The database of ${service} did not take its history: ${result.error}`);
  }
};

async function* each(commits: BeginHistory): AsyncGenerator<Commit, undefined> {
  yield* commits;
}

type Source = ReturnType<typeof each>;

const nextOf = async (source: Source): Promise<readonly Commit[]> => {
  const batch: Commit[] = [];
  while (batch.length < BATCH) {
    const { value } = await source.next();
    if (!value) break;
    batch.push(value);
  }
  return batch;
};

/** Passes over those commits, from the first on, that are there: nothing else may be. */
const passBeginning = async (store: CommitStore, service: string, source: Source): Promise<void> => {
  let n = 0;
  for (let after: string | undefined; ;) {
    const page = await store.page(after, BATCH);
    for (const { commit, position } of page.commits) {
      const { value: expected } = await source.next();
      if (!expected || !isSame(commit, expected)) throw refused(otherHistory(service, n, commit, expected));
      n += 1;
      after = position;
    }
    if (page.commits.length === 0) return;
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
