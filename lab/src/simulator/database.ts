// What one service keeps for good, whoever of its processes lives: commits, read models and dead letters.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Commit } from '@saga-lab/platform/store/commit';
import { memoryDeadLetters } from '@saga-lab/platform/store/memory-dead-letters';
import { memoryStore } from '@saga-lab/platform/store/memory-store';
import type { CommitStore, InsertResult } from '@saga-lab/platform/store/store';
import { memoryViews } from '@saga-lab/platform/views/memory-views';
import type { Views } from '@saga-lab/platform/views/views';
import type { Replaces } from '@saga-lab/platform/views/memory-views';
import { commitsIn } from './read-memory.ts';

/** Told by the database itself, whatever its clients hear. */
export interface DatabaseObserver {
  readonly inserted: (service: ServiceName, commit: Commit) => void;
  /** A read model that was made anew is read from now on. */
  readonly adopted: (service: ServiceName) => void;
  /** `onId`: another commit of the same message is there; otherwise one of its writes was taken. */
  readonly refused: (service: ServiceName, commit: Commit, onId: boolean) => void;
}

export type Database = ReturnType<typeof newDatabase>;

export interface DatabaseParts {
  readonly service: ServiceName;
  /** By its own clock, milliseconds since the epoch. */
  readonly now: () => number;
  readonly observer: DatabaseObserver;
  readonly replaces: Replaces | undefined;
}

export const newDatabase = ({ service, now, observer, replaces }: DatabaseParts) => {
  const store = memoryStore({ now });
  const views = memoryViews(replaces);
  /** Every commit that ever became durable, in that order, and by id those that were forgotten as they were then. */
  const everything: Commit[] = [];
  const forgotten = new Map<string, Commit[]>();
  /** Of every stream the version of its last event. */
  const versions = new Map<string, number>();

  const noted = (commits: readonly Commit[], result: InsertResult): InsertResult => {
    const inserted = result.status === 'failed' ? commits.slice(0, result.at) : commits;
    for (const commit of inserted) {
      for (const { stream, version } of commit.events) versions.set(stream, version);
      everything.push(commit);
      observer.inserted(service, commit);
    }
    const refused = result.status === 'failed' ? commits[result.at] : undefined;
    if (refused && result.status === 'failed')
      observer.refused(service, refused, result.error.endsWith(refused._id));
    return result;
  };

  const forget: CommitStore['forget'] = async (correlationId, streams) => {
    const going = await store.correlated(correlationId, undefined, Infinity);
    const isGone = await store.forget(correlationId, streams);
    for (const commit of isGone ? going : [])
      forgotten.set(commit._id, [...(forgotten.get(commit._id) ?? []), commit]);
    return isGone;
  };

  /** What was forgotten stands in it as well: whoever judges a run knows more than the services do. */
  const history = async (): Promise<readonly Commit[]> => {
    if (forgotten.size === 0) return commitsIn(store);
    const kept = await store.find(everything.map(({ _id }) => _id));
    const byId = new Map(kept.map((commit) => [commit._id, commit]));
    const gone = new Map([...forgotten].map(([id, commits]) => [id, [...commits]]));
    return everything.flatMap(({ _id }) => gone.get(_id)?.shift() ?? byId.get(_id) ?? []);
  };

  return {
    history,
    versions: versions as ReadonlyMap<string, number>,
    views: {
      ...views,
      adopt: async (first, next) => {
        const isCurrent = await views.adopt(first, next);
        if (isCurrent) observer.adopted(service);
        return isCurrent;
      },
    } satisfies Views,
    deadLetters: memoryDeadLetters(),
    store: {
      ...store,
      insertOrdered: async (commits) => noted(commits, await store.insertOrdered(commits)),
      forget,
    } satisfies CommitStore,
  };
};
