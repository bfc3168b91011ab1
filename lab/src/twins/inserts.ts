// Bugs at the insert of a commit: what its outcome means, and what its keys are for.
import type { Commit } from '@saga-lab/platform/store/commit';
import { writeOf } from '@saga-lab/platform/store/commit';
import type { CommitStore, InsertResult } from '@saga-lab/platform/store/store';
import { inStore } from './planted.ts';
import type { PlantedBug } from './planted.ts';

type InsertOne = (store: CommitStore, commit: Commit) => Promise<InsertResult>;

/** One after the other, as far as it goes. */
const oneByOne =
  (store: CommitStore, insert: InsertOne): CommitStore['insertOrdered'] =>
  async (commits) => {
    for (const [at, commit] of commits.entries()) {
      const result = await insert(store, commit);
      if (result.status === 'failed') return { ...result, at };
      if (result.status === 'unknown') return result;
    }
    return { status: 'inserted' };
  };

const isThere = async (store: CommitStore, id: string): Promise<boolean> =>
  (await store.find([id])).length > 0;

/** Under another id, if its own is taken. */
const underAnyId: InsertOne = async (store, commit) => {
  const result = await store.insertOrdered([commit]);
  if (result.status !== 'failed' || !(await isThere(store, commit._id))) return result;
  return store.insertOrdered([{ ...commit, _id: `${commit._id}~${commit.attempt}` }]);
};

export const noInbox: PlantedBug = {
  name: 'no inbox',
  mechanism: 'the inbox: a message whose id is known decides nothing and sends nothing',
  rules: ['R-10', 'R-11'],
  consequence:
    'A message that the broker delivers twice is decided twice, and whatever it sends is sent twice.',
  breaks: ['I-4', 'I-5', 'I-9', 'I-10'],
  change: inStore((store) => ({
    find: () => Promise.resolve([]),
    insertOrdered: oneByOne(store, underAnyId),
  })),
};

export const duplicateKeySwallowed: PlantedBug = {
  name: 'duplicate key swallowed on commit',
  mechanism: 'telling a conflict from a duplicate when a key is taken, and deciding again after it',
  rules: ['R-28'],
  consequence:
    'Who loses a conflict acks its message although nothing of it is stored: the message is gone, and its saga waits.',
  breaks: ['I-3', 'I-8', 'I-9'],
  change: inStore((store) => ({
    insertOrdered: async (commits) => {
      const result = await store.insertOrdered(commits);
      return result.status === 'failed' ? { status: 'inserted' } : result;
    },
  })),
};

const lastVersion = async (store: CommitStore, stream: string): Promise<number> =>
  (await store.load(stream, 0)).events.at(-1)?.version ?? 0;

/** The same decision, at the versions that are free now. */
const renumbered = async (store: CommitStore, commit: Commit): Promise<Commit> => {
  const streams = [...new Set(commit.events.map(({ stream }) => stream))];
  const last = new Map<string, number>();
  for (const stream of streams) last.set(stream, await lastVersion(store, stream));
  const events = commit.events.map((event) => {
    const version = (last.get(event.stream) ?? 0) + 1;
    last.set(event.stream, version);
    return { ...event, version };
  });
  return { ...commit, events, writes: events.map(({ stream, version }) => writeOf(stream, version)) };
};

const atAnyVersion: InsertOne = async (store, commit) => {
  const result = await store.insertOrdered([commit]);
  if (result.status !== 'failed' || (await isThere(store, commit._id))) return result;
  return store.insertOrdered([await renumbered(store, commit)]);
};

export const oldDecisionWritten: PlantedBug = {
  name: 'a stale decision written after a conflict',
  mechanism: 'loading and deciding again after a conflict',
  rules: ['R-28', 'R-30'],
  consequence:
    'Who loses a conflict writes what it had decided on the old state, one version later: two orders get the last piece.',
  breaks: ['I-1', 'I-2', 'I-4', 'I-7', 'I-20'],
  change: inStore((store) => ({ insertOrdered: oneByOne(store, atAnyVersion) })),
};

export const noVersionCheck: PlantedBug = {
  name: 'no version check in the orchestrator',
  mechanism: 'the unique `writes`: a version of a stream is taken once',
  rules: ['R-28', 'R-44'],
  consequence:
    'Two instances of the orchestrator decide the same step, and both decisions stand: the saga goes two ways.',
  breaks: ['I-7'],
  change: inStore(
    (store) => ({
      insertOrdered: (commits) => store.insertOrdered(commits.map(({ writes: _, ...commit }) => commit)),
    }),
    'saga-orchestrator',
  ),
};

/** As an unordered insert: what is behind the refused document is inserted all the same. */
const insertAll = async (store: CommitStore, commits: readonly Commit[]): Promise<InsertResult> => {
  const result = await store.insertOrdered(commits);
  if (result.status === 'failed') await insertAll(store, commits.slice(result.at + 1));
  return result;
};

export const unorderedInsert: PlantedBug = {
  name: 'an insert without order',
  mechanism: 'the order of an insert: nothing behind a refused document is tried, all of it is decided again',
  rules: ['R-28'],
  consequence:
    'A decision is stored that rests on one before it in the batch, and that one never came to be.',
  breaks: ['I-1', 'I-2', 'I-4', 'I-7', 'I-20'],
  change: inStore((store) => ({ insertOrdered: (commits) => insertAll(store, commits) })),
};

export const unknownTakenForFailure: PlantedBug = {
  name: 'an unknown outcome taken for failure',
  mechanism: 'asking again after an insert of unknown outcome',
  rules: ['R-32'],
  consequence:
    'When the answer to a commit is lost, the message becomes a dead letter although it may have taken effect.',
  breaks: ['I-3', 'I-9'],
  change: inStore((store) => ({
    insertOrdered: async (commits) => {
      const result = await store.insertOrdered(commits);
      if (result.status !== 'unknown') return result;
      return { status: 'failed', at: 0, reason: 'rejected', error: result.error };
    },
  })),
};

export const unknownTakenForSuccess: PlantedBug = {
  name: 'an unknown outcome taken for success',
  mechanism: 'asking again after an insert of unknown outcome',
  rules: ['R-32', 'R-48'],
  consequence:
    'When the answer to a commit is lost, its messages are sent and its own is acked, although nothing may be stored.',
  breaks: ['I-3', 'I-7', 'I-8', 'I-9', 'I-10'],
  change: inStore((store) => ({
    insertOrdered: async (commits) => {
      const result = await store.insertOrdered(commits);
      return result.status === 'unknown' ? { status: 'inserted' } : result;
    },
  })),
};

export const inserts = [
  noInbox,
  duplicateKeySwallowed,
  oldDecisionWritten,
  noVersionCheck,
  unorderedInsert,
  unknownTakenForFailure,
  unknownTakenForSuccess,
];
