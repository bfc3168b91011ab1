// Reads the raw history of a service again and again, and asks each time only for what may have changed.
import type { Commit } from '@saga-lab/platform/store/commit';

export interface CommitPage {
  readonly items: readonly Commit[];
  readonly next?: string | null;
}

/** `page` asks for the commits behind a position, `limit` at most; the empty one is the beginning. */
export const commitReader = (
  page: (after: string, limit: number) => Promise<CommitPage>,
  limit: number,
): (() => Promise<readonly Commit[]>) => {
  const kept: CommitPage[] = [];

  const hasNext = ({ items, next }: CommitPage): boolean => Boolean(next) && items.length >= limit;
  /** A full page of commits that have nothing left to send never changes any more. */
  const isFinal = (read: CommitPage): boolean =>
    hasNext(read) && read.items.every(({ pendingAt }) => pendingAt === undefined);

  return async () => {
    for (let n = 0, after = ''; ; n += 1) {
      const before = kept[n];
      const read = before && isFinal(before) ? before : await page(after, limit);
      kept[n] = read;
      if (!hasNext(read)) return kept.flatMap(({ items }) => items);
      after = read.next ?? after;
    }
  };
};
