// From when to when something of a saga was under way: from its first commit to its last, and on, as long as a message of it was not
// handled or a timer is armed. Of all other sagas a moment needs nothing but their sums.
import type { DatabaseSync } from 'node:sqlite';
import { historyAmong, sagaOf } from '../checker/history.ts';
import type { Recorded } from '../checker/history.ts';
import { armedTimers, messagesInFlight } from '../time-travel/in-flight.ts';
import type { Intervals } from './intervals.ts';

/** A commit, and the latest instant of all that it rests on. */
export interface Placed extends Recorded {
  readonly instant: number;
}

/** Sagas whose commits are kept in memory, as more of them is likely to come. */
const MOST_SAGAS = 5_000;

const ends: readonly string[] = ['SagaCompleted', 'SagaCompensated'];

/** @param commitsOf all of one saga that was read by now. */
export const underway = (
  db: DatabaseSync,
  intervals: Intervals,
  commitsOf: (saga: string) => Promise<readonly Placed[]>,
) => {
  const correlate = db.prepare('INSERT OR IGNORE INTO correlations VALUES (?, ?)');
  /** Least recently grown first. */
  const kept = new Map<string, readonly Placed[]>();
  const changed = new Set<string>();

  const note = (saga: string, commits: readonly Placed[]): boolean => {
    const isOver = hasEnded(commits);
    const upper = (values: readonly number[]) => (isOver ? greatest(values) : undefined);
    const lamports = commits.map(({ commit }) => commit.lamport);
    const instants = commits.map(({ instant }) => instant);
    intervals.put('lamport', saga, { lower: least(lamports), upper: upper(lamports) });
    intervals.put('instant', saga, { lower: least(instants), upper: upper(instants) });
    return isOver;
  };

  return {
    take: (placed: Placed): void => {
      const { commit } = placed;
      const saga = sagaOf(commit);
      if (commit.correlationId !== saga) correlate.run(saga, commit.correlationId);
      const before = kept.get(saga);
      const isNew = !before && !intervals.isKnown(saga);
      if (isNew && commit.outbox.length === 0) return; // such as a price: nothing of it is ever under way
      if (before ?? isNew) {
        kept.delete(saga);
        kept.set(saga, [...(before ?? []), placed]);
      }
      changed.add(saga);
    },
    flush: async (): Promise<void> => {
      for (const saga of changed)
        if (note(saga, kept.get(saga) ?? (await commitsOf(saga)))) kept.delete(saga);
      changed.clear();
      for (const saga of [...kept.keys()].slice(0, Math.max(0, kept.size - MOST_SAGAS))) kept.delete(saga);
    },
  };
};
export type Underway = ReturnType<typeof underway>;

/** Nothing is under way any more. A saga that goes on always counts as under way, so nobody needs to look closer. */
const hasEnded = (commits: readonly Placed[]): boolean => {
  if (!commits.some(({ commit }) => commit.events.some(({ type }) => ends.includes(type)))) return false;
  const history = historyAmong(commits);
  const cut = { moment: { lamport: Infinity }, history, whole: history };
  return messagesInFlight(cut).length === 0 && armedTimers(cut).length === 0;
};

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
const greatest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));
