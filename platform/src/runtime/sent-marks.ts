// What is done in an outbox is written back lazily and in batches: losing such a note only does it again.
import type { Commit } from '../store/commit.ts';
import type { CommitStore, SentMark } from '../store/store.ts';
import type { Clock } from './ports.ts';

const DELAY_MS = 50;
const MOST_KEPT = 5_000;

export interface SentMarks {
  /** These entries of the commit's outbox are done. */
  readonly add: (commit: Commit, indices: readonly number[]) => void;
  /** Writes what is noted so far; failures are dropped, the sweeper comes by again. */
  readonly flush: () => Promise<void>;
}

/** `retryAt`: when a sweeper is to see to messages that are still open, milliseconds by the database's clock. */
export const sentMarks = (store: CommitStore, clock: Clock, retryAt: () => number): SentMarks => {
  let noted = new Map<string, { commit: Commit; sent: Set<number> }>();
  let scheduled = false;
  let writing = Promise.resolve();

  const flush = (): Promise<void> => {
    scheduled = false;
    const marks = [...noted.values()].map(({ commit, sent }) => markOf(commit, sent, retryAt()));
    noted = new Map();
    if (marks.length > 0) writing = writing.then(() => store.markSent(marks)).catch(() => undefined);
    return writing;
  };

  return {
    add: (commit, indices) => {
      const note = noted.get(commit._id) ?? { commit, sent: new Set(commit.sent) };
      for (const index of indices) note.sent.add(index);
      noted.set(commit._id, note);
      if (noted.size > MOST_KEPT) void flush();
      if (scheduled) return;
      scheduled = true;
      clock.wakeAt(clock.now() + DELAY_MS, () => void flush());
    },
    flush,
  };
};

/** What is left decides when the sweeper looks again: timers when they are due, messages at `retryAt`. */
const markOf = (commit: Commit, done: ReadonlySet<number>, retryAt: number): SentMark => {
  const left = commit.outbox.filter((_, index) => !done.has(index));
  const sent = [...done].sort((a, b) => a - b);
  if (left.length === 0) return { id: commit._id, sent };
  return { id: commit._id, sent, pendingAt: Math.min(...left.map(({ notBefore }) => notBefore ?? retryAt)) };
};
