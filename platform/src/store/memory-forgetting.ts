// Forgetting in memory.
import { frozenCopy } from './copy.ts';
import { noTombstone } from './forgetting.ts';
import type { Forgetting, Tombstone } from './forgetting.ts';

/** `remove` takes all commits of a correlation and the snapshots of these streams away, unless one of them is pending; it gives back whether it did. */
export const memoryForgetting = (
  remove: (correlationId: string, streams: readonly string[]) => boolean,
): Forgetting => {
  const stones = new Map<string, Tombstone>();
  return {
    tombstones: async (correlationIds) => {
      await Promise.resolve();
      return correlationIds.flatMap((id) => stones.get(id) ?? []);
    },
    allTombstones: async (after = '', limit) => {
      await Promise.resolve();
      const ids = [...stones.keys()].filter((id) => id > after).sort();
      return ids.slice(0, limit).flatMap((id) => stones.get(id) ?? []);
    },
    forgottenUpTo: async () => {
      await Promise.resolve();
      return stones.size === 0 ? undefined : Math.max(...[...stones.values()].map(({ endedAt }) => endedAt));
    },
    keepTombstone: async (tombstone) => {
      await Promise.resolve();
      const { correlationId } = tombstone;
      if (!stones.has(correlationId)) stones.set(correlationId, frozenCopy(tombstone));
    },
    forget: async (correlationId, streams) => {
      await Promise.resolve();
      if (!stones.has(correlationId)) throw noTombstone(correlationId);
      return remove(correlationId, streams);
    },
  };
};
