// Which commits of this process are covered by another one (see `mongo-covering`) and not done yet.
import type { Commit } from './commit.ts';
import type { SentMark } from './store.ts';

/** `endsCover`: its commit covered others until now, and all of them are done, or say themselves what is left. */
export type WrittenMark = SentMark & { readonly endsCover?: true };

export interface OpenCovers {
  /** These are durable: the first of them covers the others. */
  readonly add: (together: readonly Commit[]) => void;
  /** Whether there is room for more. */
  readonly hasRoom: () => boolean;
  /**
   * Takes marks, and gives back which are to be written now: those of commits that are not covered, of covered ones that are not
   * done, and of one that covers others once all of them are done.
   */
  readonly note: (marks: readonly SentMark[]) => readonly WrittenMark[];
  /** Marks that were given back are durable: their commits are covered no more. Gives back what is to be written next. */
  readonly written: (marks: readonly SentMark[]) => readonly WrittenMark[];
  /** What covers others here. */
  readonly covering: () => readonly string[];
  /** The cover is taken away. Gives back those that were under it and are not done; nothing for one of another process. */
  readonly end: (id: string) => readonly string[] | undefined;
}

interface Cover {
  readonly first: string;
  /** Not done, and covered: also the first one, while it has no mark. */
  readonly open: Set<string>;
  /** Of the first one: written when all others are done. */
  mark?: SentMark;
}

const MOST = 1_000;

/** At most so many covers are kept in memory; what is committed beyond that is not covered. */
export const openCovers = (most = MOST): OpenCovers => {
  const covers = new Map<string, Cover>();
  const coverOf = new Map<string, Cover>();

  const end = (id: string): readonly string[] | undefined => {
    const cover = covers.get(id);
    if (!cover) return undefined;
    covers.delete(id);
    coverOf.delete(id);
    const open = [...cover.open].filter((one) => one !== id);
    for (const one of open) coverOf.delete(one);
    return open;
  };
  const done = (cover: Cover, id: string): void => {
    cover.open.delete(id);
    if (id !== cover.first) coverOf.delete(id);
  };
  /** The mark of the first one, if it is the last that was missing. */
  const completed = (touched: Iterable<Cover>): WrittenMark[] =>
    [...touched].flatMap(({ first, open, mark }) => {
      if (open.size > 0 || !mark || !covers.has(first)) return [];
      end(first);
      return [{ ...mark, endsCover: true }];
    });

  return {
    add: (together) => {
      const [first] = together;
      if (!first) return;
      const cover: Cover = { first: first._id, open: new Set(together.map(({ _id }) => _id)) };
      covers.set(cover.first, cover);
      for (const id of cover.open) coverOf.set(id, cover);
    },
    hasRoom: () => covers.size < most,
    note: (marks) => {
      const touched = new Set<Cover>();
      const now = marks.filter((mark) => {
        const cover = coverOf.get(mark.id);
        if (!cover) return true;
        touched.add(cover);
        const isFirst = mark.id === cover.first;
        if (isFirst) cover.mark = both(cover.mark, mark);
        if (isFirst || isWhole(mark)) done(cover, mark.id);
        return !isFirst && !isWhole(mark);
      });
      return [...now, ...completed(touched)];
    },
    written: (marks) => {
      const touched = new Set<Cover>();
      for (const { id } of marks) {
        const cover = coverOf.get(id);
        if (!cover) continue;
        done(cover, id);
        touched.add(cover);
      }
      return completed(touched);
    },
    covering: () => [...covers.keys()],
    end,
  };
};

const isWhole = ({ pendingAt }: SentMark): boolean => pendingAt === undefined;

/** Nothing that is marked once is unmarked. */
const both = (before: SentMark | undefined, mark: SentMark): SentMark =>
  before === undefined || isWhole(mark)
    ? mark
    : isWhole(before)
      ? before
      : { ...mark, sent: [...new Set([...before.sent, ...mark.sent])].sort((a, b) => a - b) };
