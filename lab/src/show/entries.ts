// From the commits of one saga to what a timeline shows, one line each, oldest first.
import type { Commit, OutboxEntry } from '@saga-lab/platform/store/commit';
import type { ServiceName } from '@saga-lab/contracts/services';
import { orchestrator, serviceNames } from '@saga-lab/contracts/services';
import type { CommitsByService } from '../client/documents.ts';
import type { Arrow } from './arrows.ts';
import { PIVOT } from './definition.ts';

/** `at`: milliseconds since the epoch, never before what caused it. */
export type TimelineEntry = { readonly at: number } & (
  | { readonly kind: 'arrow'; readonly arrow: Arrow }
  | { readonly kind: 'request' | 'note'; readonly lane: ServiceName; readonly label: string }
  | { readonly kind: 'pivot' }
);

interface Placed {
  readonly lane: ServiceName;
  readonly commit: Commit;
  readonly at: number;
}

/** @param commits all of one saga. */
export const entriesOf = (commits: CommitsByService): readonly TimelineEntry[] => {
  const placed = inOrder(commits);
  const refusals = refusalsAmong(placed);
  const timers = new Set(
    placed.flatMap(({ commit }) => commit.outbox.filter(isTimer).map((entry) => entry.id)),
  );
  const pivot = placed.find(({ commit }) => commit.outbox.some((entry) => entry.type === PIVOT));
  return placed.flatMap((one) => [
    ...causeOf(one, timers),
    ...(one === pivot ? [{ kind: 'pivot' as const, at: one.at }] : []),
    ...messagesOf(one, refusals),
    ...silentEndOf(one),
  ]);
};

/**
 * By time, but never an effect before its cause, even if the clocks of two services disagree: going up the Lamport
 * clock, every commit gets an instant not before that of the commit which sent its message.
 */
const inOrder = (commits: CommitsByService): readonly Placed[] => {
  const byLamport = serviceNames
    .flatMap((lane) => commits[lane].map((commit) => ({ lane, commit })))
    .sort((a, b) => a.commit.lamport - b.commit.lamport || a.commit.at - b.commit.at);
  const sentAt = new Map<string, number>();
  const placed = byLamport.map(({ lane, commit }) => {
    const at = Math.max(commit.at, sentAt.get(commit._id) ?? 0);
    for (const entry of commit.outbox) sentAt.set(entry.id, at);
    return { lane, commit, at };
  });
  return placed.sort((a, b) => a.at - b.at || a.commit.lamport - b.commit.lamport);
};

const isTimer = (entry: OutboxEntry): boolean => entry.notBefore !== undefined;

/** The barrier notes of every command whether the business refused it. */
const refusalsAmong = (placed: readonly Placed[]): ReadonlySet<string> => {
  const notes = placed.flatMap(({ commit }) =>
    commit.events.filter((event) => event.type === 'CommandAnswered'),
  );
  const refused = notes
    .map((note) => note.data as { refused: boolean; reply: { type: string } })
    .filter((note) => note.refused);
  return new Set(['CommandRejected', ...refused.map((note) => note.reply.type)]);
};

const causeOf = ({ lane, commit, at }: Placed, timers: ReadonlySet<string>): readonly TimelineEntry[] => {
  if (commit._id.startsWith('http:')) return [{ kind: 'request', at, lane, label: commit.input.type }];
  const [first] = telling(commit);
  if (!first || !timers.has(commit._id)) return [];
  return [{ kind: 'note', at, lane, label: `(timer) ${first.type}` }];
};

/** A timer that is only armed again has nothing to tell. */
const telling = (commit: Commit) => commit.events.filter(({ type }) => type !== 'TimerArmed');

const messagesOf = ({ lane, commit, at }: Placed, refusals: ReadonlySet<string>): readonly TimelineEntry[] =>
  commit.outbox.flatMap((entry, n) => {
    if (isTimer(entry)) return [];
    const arrow = arrowOf(entry, {
      lane,
      refusal: refusals.has(entry.type),
      waiting: !commit.sent.includes(n),
    });
    return [{ kind: 'arrow', at, arrow }];
  });

const arrowOf = (
  entry: OutboxEntry,
  { lane, refusal, waiting }: { lane: ServiceName; refusal: boolean; waiting: boolean },
): Arrow => ({
  label: entry.type,
  shape: entry.to === undefined ? 'reply' : 'command',
  from: lane,
  to: (entry.to as ServiceName | undefined) ?? orchestrator.name,
  compensation: entry.operation === 'compensation',
  refusal,
  waiting,
  mark: markOf(entry),
});

const markOf = ({ answer, to, attempt = 1 }: OutboxEntry): string => {
  if (to !== undefined) return attempt > 1 ? `(${attempt})` : '';
  return { APPLIED: '', DUPLICATE: 'x2', EMPTY: ' empty ', HANGING_REJECTED: ' late ' }[answer ?? 'APPLIED'];
};

/** What the saga makes of a message when it asks nobody for anything more: its end, or a reply that came too late. */
const silentEndOf = ({ lane, commit, at }: Placed): readonly TimelineEntry[] => {
  const last = telling(commit).at(-1);
  if (lane !== orchestrator.name || !last || commit.outbox.some((entry) => !isTimer(entry))) return [];
  return [{ kind: 'note', at, lane, label: last.type }];
};
