// What is done in an outbox is written back lazily and in batches: losing such a note only does it again.
import type { NewEvent } from '../decider/decider.ts';
import type { Message } from '../decider/message.ts';
import type { Commit } from '../store/commit.ts';
import type { CommitStore, SentMark } from '../store/store.ts';
import { isObsolete, onlyTimersAreLeft, openTimers } from './open-timers.ts';
import type { TimerParts } from './open-timers.ts';
import type { Clock, Observer } from './ports.ts';

export interface SentMarks {
  /** These entries of the commit's outbox are done. */
  readonly add: (commit: Commit, indices: readonly number[]) => void;
  /** Commits that were just read, with what else is done of them, as long as that is not durable; and notes that of those anew. */
  readonly withNoted: (commits: readonly Commit[]) => readonly Commit[];
  /** Writes what cannot wait any longer; failures are dropped, the sweeper comes by again. */
  readonly flush: () => Promise<void>;
  /** Writes all that is noted. */
  readonly finish: () => Promise<void>;
}

export interface SentMarksParts<S, M extends Message, E extends NewEvent> extends TimerParts<S, M, E> {
  readonly store: Pick<CommitStore, 'markSent'>;
  readonly clock: Clock;
  /** The database's clock, milliseconds. */
  readonly now: () => number;
  readonly observer: Observer;
  /** So few notes are written at once: to know soon what is sent is worth more than to save their marks. */
  readonly few: number;
  /** Sweepers would have looked at many commits before their timers were obsolete, or due: each of them is marked twice. */
  readonly onShortGrace: () => void;
  /** After so long a sweeper is to see to messages that are still open. */
  readonly leaseMs: number;
}

interface Note {
  readonly commit: Commit;
  readonly done: Set<number>;
  /** Nothing but timers is left: until then nobody needs to know. By the database's clock. */
  heldUntil: number;
}

interface DueMark {
  readonly mark: SentMark;
  /** How many timers nobody wanted any more. */
  readonly dropped: number;
  /** It was held back for as long as it could, and its timers are still wanted, and not due. */
  readonly isShort: boolean;
}

/** Marks are written at most so often, together. */
const EVERY_MS = 50;
/** So long before a sweeper would look at a commit, a mark that was held back is written. */
const AHEAD_OF_SWEEPER_MS = 100;
const MOST_KEPT = 5_000;

/**
 * Under load, where nothing but timers is left, the mark waits until shortly before a sweeper would take the commit for unsent. Most timers
 * are obsolete by then, and one mark says that all is done, instead of one now and two more when the timer is due.
 */
export const sentMarks = <S, M extends Message, E extends NewEvent>(
  parts: SentMarksParts<S, M, E>,
): SentMarks => {
  const { store, clock, now, service, observer, few, leaseMs, onShortGrace } = parts;
  const noted = new Map<string, Note>();
  /** Being written, or next. */
  const underway = new Set<readonly SentMark[]>();
  let writing = Promise.resolve();
  let nextAt = Infinity;
  let cancel = (): void => undefined;

  const plan = (instant: number): void => {
    if (instant >= nextAt) return;
    cancel();
    nextAt = instant;
    cancel = clock.wakeAt(clock.now() + Math.max(0, instant - now()), () => {
      nextAt = Infinity;
      void flush();
    });
  };

  /** The mark of one commit, once timers that nobody wants any more count as done. */
  const markOf = ({ commit, done, heldUntil }: Note): DueMark => {
    const timers = openTimers<M>(service, commit, (index) => done.has(index));
    const obsolete = timers.filter(({ timer }) => isObsolete(parts, commit, timer));
    for (const { index } of obsolete) done.add(index);
    const sent = [...done].sort((a, b) => a - b);
    const left = commit.outbox.filter((_, index) => !done.has(index));
    const pendingAt = Math.min(...left.map(({ notBefore }) => notBefore ?? now() + leaseMs));
    const mark = { id: commit._id, sent, ...(left.length > 0 && { pendingAt }) };
    const isHeld = heldUntil > 0 && heldUntil <= now();
    const isShort = isHeld && left.length > 0 && pendingAt > now() + AHEAD_OF_SWEEPER_MS + EVERY_MS;
    return { mark, dropped: obsolete.length, isShort };
  };

  const write = (isDue: (note: Note) => boolean): Promise<void> => {
    const due = [...noted.values()].filter(isDue).map(markOf);
    for (const { mark } of due) noted.delete(mark.id);
    for (const { heldUntil } of noted.values()) plan(heldUntil);
    if (due.filter(({ isShort }) => isShort).length >= few) onShortGrace();
    const count = due.reduce((sum, { dropped }) => sum + dropped, 0);
    if (count > 0) observer({ kind: 'timers-dropped', count });
    const marks = due.map(({ mark }) => mark);
    if (marks.length > 0) append(marks);
    return writing;
  };
  const append = (marks: readonly SentMark[]): void => {
    underway.add(marks);
    const settled = () => void underway.delete(marks);
    writing = writing.then(() => store.markSent(marks)).then(settled, settled);
  };
  const flush = () => {
    const areFew = noted.size < few;
    return write(({ heldUntil }) => areFew || heldUntil <= now());
  };
  const finish = () => write(() => true);

  const add = (commit: Commit, indices: readonly number[]): void => {
    const note = noted.get(commit._id) ?? { commit, done: new Set(commit.sent), heldUntil: 0 };
    for (const index of indices) note.done.add(index);
    note.heldUntil = heldUntil(note);
    noted.set(commit._id, note);
    if (noted.size > MOST_KEPT) void finish();
    else plan(Math.max(nextRound(now()), noted.size < few ? 0 : note.heldUntil));
  };

  return {
    add,
    withNoted: (commits) => {
      const marked = Map.groupBy([...underway].flat(), ({ id }) => id);
      return commits.map((commit) => {
        const done = [...(noted.get(commit._id)?.done ?? [])];
        for (const { sent } of marked.get(commit._id) ?? []) done.push(...sent);
        if (done.length === 0) return commit;
        const known = { ...commit, sent: [...new Set([...commit.sent, ...done])] };
        add(known, []);
        return known;
      });
    },
    flush,
    finish,
  };
};

/** A sweeper looks when the commit is pending, and must know by then what of it is left; so it must when a timer is due. */
const heldUntil = ({ commit, done }: Note): number => {
  const isDone = (index: number) => done.has(index);
  const open = commit.outbox.filter((_, index) => !isDone(index));
  if (open.length === 0 || !onlyTimersAreLeft(commit, isDone)) return 0;
  const firstLook = Math.min(commit.pendingAt ?? 0, ...open.map(({ notBefore = 0 }) => notBefore));
  return nextRound(firstLook - AHEAD_OF_SWEEPER_MS - EVERY_MS);
};

const nextRound = (instant: number): number => (Math.floor(instant / EVERY_MS) + 1) * EVERY_MS;
