// Reads the raw history of a service again and again, and asks each time only for what may have changed.
import type { Commit } from '@saga-lab/platform/store/commit';

export interface CommitPage {
  readonly items: readonly Commit[];
  readonly next?: string | null;
}

interface Read {
  readonly commits: readonly Commit[];
  /** Where to read on; empty: from the beginning. */
  readonly after: string;
}

/**
 * `page` asks for the commits behind a position, `limit` at most. A full page of commits that have nothing left to send
 * never changes any more, so it is kept.
 */
export const commitReader = (
  page: (after: string, limit: number) => Promise<CommitPage>,
  limit: number,
): (() => Promise<readonly Commit[]>) => {
  let kept: Read = { commits: [], after: '' };
  return async () => {
    let read = kept;
    let final = true;
    for (;;) {
      const { items, next } = await page(read.after, limit);
      const last = !next || items.length < limit;
      read = { commits: [...read.commits, ...items], after: next ?? read.after };
      final &&= !last && items.every((commit) => commit.pendingAt === undefined);
      if (final) kept = read;
      if (last) return read.commits;
    }
  };
};
