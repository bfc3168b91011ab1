// A cut as a system of its own would have it: whatever was under way at that moment is still to be sent, and nothing else is.
import { ofEveryService } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { Recorded } from '../checker/history.ts';
import type { CommitsByService } from '../client/documents.ts';
import { byLamport } from './cut.ts';
import type { Cut } from './cut.ts';
import { armedTimers, messagesInFlight } from './in-flight.ts';

/** Each commit behind what it rests on. `now`: from when on what is not sent is looked after, milliseconds since the epoch. */
export const forkOf = (cut: Cut, now: number): CommitsByService => {
  const begun = begunWith(cut, now);
  const commits = byLamport(cut.history).map((recorded) => ({
    service: recorded.service,
    commit: begun(recorded),
  }));
  return ofEveryService((name) =>
    commits.filter(({ service }) => service === name).map(({ commit }) => commit),
  );
};

/** As `forkOf`, commit by commit. */
export const begunWith = (cut: Cut, now: number): ((recorded: Recorded) => Commit) => {
  const underway = new Set([
    ...messagesInFlight(cut).map(({ from, entry }) => entryOf(from, entry.id)),
    ...armedTimers(cut).map(({ service, entry }) => entryOf(service, entry.id)),
  ]);
  return ({ service, commit }) => asOfThen(commit, (id) => underway.has(entryOf(service, id)), now);
};

const entryOf = (service: ServiceName, id: string): string => `${service}/${id}`;

const asOfThen = (
  { pendingAt: _pendingAt, ...commit }: Commit,
  isUnderway: (id: string) => boolean,
  now: number,
): Commit => {
  const open = commit.outbox.filter(({ id }) => isUnderway(id));
  const sent = commit.outbox.flatMap(({ id }, n) => (isUnderway(id) ? [] : [n]));
  if (open.length === 0) return { ...commit, sent };
  return { ...commit, sent, pendingAt: Math.min(...open.map(({ notBefore }) => notBefore ?? now)) };
};
