// What one service keeps for good, whoever of its processes lives: commits, read models and dead letters.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Commit } from '@saga-lab/platform/store/commit';
import { memoryDeadLetters } from '@saga-lab/platform/store/memory-dead-letters';
import { memoryStore } from '@saga-lab/platform/store/memory-store';
import type { CommitStore, InsertResult } from '@saga-lab/platform/store/store';
import { memoryViews } from '@saga-lab/platform/views/memory-views';
import type { Views } from '@saga-lab/platform/views/views';
import type { Replaces } from '@saga-lab/platform/views/memory-views';

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
  /** Of every stream the version of its last event. */
  const versions = new Map<string, number>();

  const noted = (commits: readonly Commit[], result: InsertResult): InsertResult => {
    const inserted = result.status === 'failed' ? commits.slice(0, result.at) : commits;
    for (const commit of inserted) {
      for (const { stream, version } of commit.events) versions.set(stream, version);
      observer.inserted(service, commit);
    }
    const refused = result.status === 'failed' ? commits[result.at] : undefined;
    if (refused && result.status === 'failed')
      observer.refused(service, refused, result.error.endsWith(refused._id));
    return result;
  };

  return {
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
    } satisfies CommitStore,
  };
};
