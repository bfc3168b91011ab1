// Reads the raw history of a service again and again, and asks each time only for what may have changed.
import type { Commit } from '@saga-lab/platform/store/commit';

export interface CommitPage {
  readonly items: readonly Commit[];
  readonly next?: string | null;
}

/** What to remember of a commit; nothing: that it was read. */
export type Keep = (commit: Commit) => Commit | undefined;

interface Kept {
  readonly items: readonly Commit[];
  readonly next: string | undefined;
  /** Of its last commit, milliseconds since the epoch. */
  readonly at: number;
  /** It never changes any more: a full page of commits that have nothing left to send. */
  readonly isFinal: boolean;
}

/** Reads to the end; or to the first page that ends behind an instant, where the end moves on as fast as one reads. */
export type ReadCommits<T> = (until?: number) => Promise<T>;

/** `page` asks for the commits behind a position, `limit` at most; the empty one is the beginning. */
export const commitReader = (
  page: (after: string, limit: number) => Promise<CommitPage>,
  limit: number,
  keep: Keep = (commit) => commit,
): ReadCommits<readonly Commit[]> => {
  const kept: Kept[] = [];

  const read = async (after: string): Promise<Kept> => {
    const { items, next } = await page(after, limit);
    const isFull = Boolean(next) && items.length >= limit;
    return {
      items: items.flatMap((commit) => keep(commit) ?? []),
      next: isFull ? (next ?? undefined) : undefined,
      at: items.at(-1)?.at ?? 0,
      isFinal: isFull && items.every(({ pendingAt }) => pendingAt === undefined),
    };
  };

  return async (until = Infinity) => {
    for (let n = 0, after = ''; ; n += 1) {
      const before = kept[n];
      const now = before?.isFinal ? before : await read(after);
      kept[n] = now;
      if (now.next === undefined || now.at > until) return kept.flatMap(({ items }) => items);
      after = now.next;
    }
  };
};
