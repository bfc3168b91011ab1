// A consistent cut: of all services' histories what had happened at one moment, with no effect without its cause.
// Source of the term: K. M. Chandy, L. Lamport, Distributed Snapshots, ACM TOCS 3(1), 1985.
import type { Commit } from '@saga-lab/platform/store/commit';
import { parseWrite, writeOf } from '@saga-lab/platform/store/commit';
import { byCause } from '../checker/cause.ts';
import type { History, Recorded } from '../checker/history.ts';
import { changedHistory } from '../checker/history.ts';

/** `lamport`: after all commits with this value; `time`: milliseconds since the epoch. */
export type Moment =
  { readonly lamport: number; readonly time?: never } | { readonly time: number; readonly lamport?: never };

/** As a person may type it again, and mean the same. */
export const saidMoment = ({ lamport, time }: Moment): string =>
  lamport === undefined ? new Date(time).toISOString() : String(lamport);

export interface Cut {
  readonly moment: Moment;
  /** Of what had happened. */
  readonly history: History;
  /** What it was cut out of, with what came later. */
  readonly whole: History;
}

/**
 * Lamport values grow along every stream and every cause, so those up to one value are a consistent cut. Times do not: each
 * database has a clock of its own. There a commit counts as late as the latest of what it rests on.
 */
export const cutAt = (whole: History, moment: Moment): Cut => {
  const isIn = insideOf(whole, moment);
  return {
    moment,
    whole,
    history: changedHistory(whole, ({ commit }) => (isIn(commit) ? commit : undefined)),
  };
};

const insideOf = (history: History, { lamport, time }: Moment): ((commit: Commit) => boolean) => {
  if (lamport !== undefined) return (commit) => commit.lamport <= lamport;
  const instants = instantsOf(history);
  return (commit) => (instants.get(commit) ?? commit.at) <= time;
};

/**
 * For every commit the latest `at` among itself and all that it rests on: the commit that sent its message, and those that
 * wrote the versions of streams that it was decided on. What is not in the history, such as other orders, counts as earlier.
 */
export const instantsOf = (history: History): ReadonlyMap<Commit, number> => {
  const sent = new Map<string, number>();
  const written = new Map<string, number>();
  const instants = new Map<Commit, number>();
  for (const { commit } of byLamport(history)) {
    const causes = [sent.get(commit._id), ...stateBefore(commit).map((version) => written.get(version))];
    const at = Math.max(commit.at, ...causes.map((instant) => instant ?? 0));
    instants.set(commit, at);
    for (const { id } of commit.outbox) sent.set(id, at);
    for (const { stream, version } of commit.events) written.set(writeOf(stream, version), at);
  }
  return instants;
};

/** Every commit behind what it rests on; the same for every reader. */
export const byLamport = ({ all }: History): readonly Recorded[] => all.toSorted(byCause);

/** As `writeOf`: the versions of streams that it was decided on. */
export const stateBefore = ({ events, reads = [] }: Commit): readonly string[] => [
  ...reads.filter((read) => parseWrite(read).version > 0),
  ...events.filter(({ version }) => version > 1).map(({ stream, version }) => writeOf(stream, version - 1)),
];
