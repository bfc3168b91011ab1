// What this process knows of its groups of commits with one outbox state (see decision 42): who of them is not done yet.
import type { Commit } from './commit.ts';
import { instantOf } from './mongo-grouping.ts';
import type { SentMark } from './store.ts';

/** How a mark is written. */
export type WrittenMark = SentMark & {
  /**
   * - `covered`: its commit is covered until this is durable.
   * - `covers`: its commit goes on covering others.
   * - `ends`: its commit covered others until now, and all of them are done or have a state of their own.
   * - left out: as far as this process knows, it neither covers nor is covered.
   */
  readonly cover?: 'covered' | 'covers' | 'ends';
};

export interface OpenCovers {
  /** The first of a group covers the others. */
  readonly add: (group: readonly Commit[]) => void;
  /** Whether there is room for more. */
  readonly hasRoom: () => boolean;
  /** Takes marks, and gives back those that are to be written: none of a covered commit that is done, before all of them are. */
  readonly note: (marks: readonly SentMark[]) => readonly WrittenMark[];
  /** Marks that were given back are written, those of covered commits durably. Gives back what is to be written next. */
  readonly written: (marks: readonly WrittenMark[]) => readonly WrittenMark[];
  /** Who covers others here. */
  readonly covering: () => readonly string[];
  /**
   * The cover of this commit is about to be taken away: the others are on their own from now on. Gives back those that are not done, the same ones
   * whenever it is asked again; `undefined` if this process knows of nothing that it covers.
   */
  readonly uncovering: (id: string) => readonly string[] | undefined;
  /** The group of this commit is given up. Gives back what is done of the first one, if anything is: nobody else knows. */
  readonly end: (id: string) => WrittenMark | undefined;
}

interface Group {
  readonly first: string;
  readonly pendingAt: number;
  /** Not done, and without a state of its own. The first one, while it has no mark. */
  readonly open: Set<string>;
  /** Of the first one. */
  mark?: SentMark;
  /** Once its cover is being taken away: those that were not done then. */
  uncovered?: readonly string[];
}

const MOST = 20_000;

/** At most so many commits are kept in memory; what is committed beyond that has a state of its own. */
export const openCovers = (most = MOST): OpenCovers => {
  const groupOf = new Map<string, Group>();
  const firsts = new Set<string>();

  const close = (group: Group, id: string): void => {
    group.open.delete(id);
    if (id !== group.first) groupOf.delete(id);
  };
  const uncovering = (id: string): readonly string[] | undefined => {
    const group = groupOf.get(id);
    if (!group || group.first !== id) return undefined;
    group.uncovered ??= [...group.open].filter((one) => one !== id);
    for (const one of group.uncovered) close(group, one);
    return group.uncovered;
  };
  const end = (id: string): WrittenMark | undefined => {
    const group = groupOf.get(id);
    if (!group) return undefined;
    const { first, open, mark } = group;
    firsts.delete(first);
    groupOf.delete(first);
    for (const one of open) groupOf.delete(one);
    return mark && { ...mark, cover: 'ends' };
  };
  /** The mark of the first one, if nobody else is open any more. Until it is written, only this process knows of the group that it is done. */
  const ending = (groups: Iterable<Group>): WrittenMark[] =>
    [...groups].flatMap(({ open, mark, uncovered }) =>
      open.size === 0 && mark && !uncovered ? [{ ...mark, cover: 'ends' as const }] : [],
    );
  const noteFirst = (group: Group, mark: SentMark): WrittenMark[] => {
    group.mark = both(group.mark, mark);
    close(group, mark.id);
    const { pendingAt } = group.mark;
    // A timer of it that is due before sweepers look at the group.
    const isEarly = group.open.size > 0 && pendingAt !== undefined && pendingAt < group.pendingAt;
    return isEarly ? [{ ...group.mark, cover: 'covers' }] : [];
  };

  return {
    add: (group) => {
      const [first] = group;
      if (!first) return;
      const open = new Set(group.map(({ _id }) => _id));
      const added: Group = { first: first._id, pendingAt: instantOf(group), open };
      firsts.add(first._id);
      for (const id of open) groupOf.set(id, added);
    },
    hasRoom: () => groupOf.size < most,
    note: (marks) => {
      const touched = new Set<Group>();
      const now = marks.flatMap((mark): WrittenMark[] => {
        const group = groupOf.get(mark.id);
        if (!group) return [mark];
        touched.add(group);
        if (mark.id === group.first) return noteFirst(group, mark);
        if (!isWhole(mark)) return [{ ...mark, cover: 'covered' }];
        close(group, mark.id);
        return [];
      });
      const ends = ending(touched);
      const ended = new Set(ends.map(({ id }) => id));
      return [...now.filter(({ id, cover }) => cover !== 'covers' || !ended.has(id)), ...ends];
    },
    written: (marks) => {
      const touched = new Set<Group>();
      for (const { id, cover } of marks) {
        if (cover === 'ends') end(id);
        const group = cover === 'covered' ? groupOf.get(id) : undefined;
        if (!group) continue;
        close(group, id);
        touched.add(group);
      }
      return ending(touched);
    },
    covering: () => [...firsts],
    uncovering,
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
