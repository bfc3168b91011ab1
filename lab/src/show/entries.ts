// From the commits of one saga to what a picture of it shows, one entry each, oldest first.
import type { Commit, OutboxEntry } from '@saga-lab/platform/store/commit';
import type { ServiceName } from '@saga-lab/contracts/services';
import { orchestrator, serviceNames } from '@saga-lab/contracts/services';
import type { CommitsByService } from '../client/documents.ts';
import type { Arrow } from './arrow.ts';
import { receiversOf } from '../checker/receivers.ts';
import { PIVOT } from './definition.ts';
import type { TimelineEntry } from './entry.ts';
import type { Circumstances } from './interventions.ts';
import { interventions, messagesWith } from './interventions.ts';
import { doubtsIn, endIn, isOfProtocol, locksIn, orderOf, protocolArrow } from './protocol-words.ts';

interface Placed {
  readonly lane: ServiceName;
  readonly commit: Commit;
  readonly at: number;
}

/** @param commits all of one saga. */
export const entriesOf = (
  commits: CommitsByService,
  circumstances: Circumstances = {},
): readonly TimelineEntry[] => {
  const placed = inOrder(commits, circumstances);
  const pivot = placed.find(({ commit }) => commit.outbox.some((entry) => entry.type === PIVOT));
  const messages = messagesIn(placed, circumstances);
  const entries = placed.flatMap((one): readonly TimelineEntry[] => [
    ...messages.arrivalOf(one),
    ...causeOf(one, messages.timers),
    ...(one === pivot ? [{ kind: 'pivot' as const, at: one.at }] : []),
    ...messages.sentBy(one),
    ...silentEndOf(one, circumstances),
    ...holdsIn(one, circumstances),
  ]);
  return [...entries, ...interventions(entries, circumstances)].sort((a, b) => a.at - b.at);
};

/**
 * By time, but never an effect before its cause, even if the clocks of two services disagree: going up the Lamport
 * clock, every commit gets an instant not before that of the commit which sent its message.
 */
const inOrder = (
  commits: CommitsByService,
  { timeOf = ({ commit }) => commit.at }: Circumstances,
): readonly Placed[] => {
  const byLamport = serviceNames
    .flatMap((lane) =>
      commits[lane].map((commit) => ({ lane, commit, time: timeOf({ service: lane, commit }) })),
    )
    .sort((a, b) => a.commit.lamport - b.commit.lamport || a.time - b.time);
  const sentAt = new Map<string, number>();
  const placed = byLamport.map(({ lane, commit, time }) => {
    const at = Math.max(time, sentAt.get(commit._id) ?? time);
    for (const entry of commit.outbox) sentAt.set(entry.id, at);
    return { lane, commit, at };
  });
  return placed.sort((a, b) => a.at - b.at || a.commit.lamport - b.commit.lamport);
};

const isTimer = (entry: OutboxEntry): boolean => entry.notBefore !== undefined;

/** The messages of a saga as arrows, where they are sent; and where one arrives at last that got lost on its way before. */
const messagesIn = (placed: readonly Placed[], circumstances: Circumstances) => {
  const refusals = refusalsAmong(placed);
  const [lost, late, copied] = (['dropped', 'late', 'duplicate'] as const).map((sign) =>
    messagesWith(sign, circumstances),
  );
  const all = placed
    .flatMap((one) =>
      one.commit.outbox.map((entry, n) => {
        const isSent = one.commit.sent.includes(n);
        const parts = {
          lane: one.lane,
          refusal: refusals.has(entry.type),
          waiting: !isSent,
          of: circumstances.nameOf?.(orderOf(one.commit)),
        };
        return arrowsOf(entry, parts).map((arrow) => ({
          id: entry.id,
          by: one,
          isTimer: isTimer(entry),
          arrow: { ...arrow, late: late?.has(entry.id), copied: copied?.has(entry.id) },
        }));
      }),
    )
    .flat();
  const messages = all.filter((message) => !message.isTimer);
  const isForSeveral = (id: string) => messages.filter((message) => message.id === id).length > 1;
  const hasArrived = (id: string, to: ServiceName) =>
    placed.some(({ lane, commit }) => lane === to && commit._id === id);
  const lostById = new Map(messages.filter(({ id }) => lost?.has(id)).map(({ id, arrow }) => [id, arrow]));
  return {
    timers: new Set(all.filter((message) => message.isTimer).map(({ id }) => id)),
    sentBy: ({ at, commit }: Placed): readonly TimelineEntry[] =>
      messages
        .filter(({ by }) => by.commit === commit)
        .map(({ id, arrow }) => {
          // what is for several may be lost for one of them
          const isLost = lost?.has(id) && !(isForSeveral(id) && hasArrived(id, arrow.to));
          return { kind: 'arrow', at, arrow: { ...arrow, lost: isLost } };
        }),
    arrivalOf: ({ at, commit }: Placed): readonly TimelineEntry[] => {
      const arrow = lostById.get(commit._id);
      return arrow && !isForSeveral(commit._id)
        ? [{ kind: 'arrow', at, arrow: { ...arrow, again: true } }]
        : [];
    },
  };
};

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

/** A timer that is only armed again has nothing to tell; nor has what is only counted, or heard. */
const telling = (commit: Commit) =>
  commit.events.filter(({ type }) => !/^(TimerArmed|Heard|\w+Counted|MessageIgnored)$/.test(type));

interface Parts extends Pick<Arrow, 'of'> {
  readonly lane: ServiceName;
  readonly refusal: boolean;
  readonly waiting: boolean;
}

/** One for each of those who take it in. */
const arrowsOf = (entry: OutboxEntry, parts: Parts): readonly Arrow[] =>
  isOfProtocol(entry.type)
    ? partiesOf(entry).map((to) => protocolArrow(entry, { ...parts, from: parts.lane, to }))
    : [arrowOf(entry, parts)];

/** Who only listens is none of them. */
const partiesOf = (entry: OutboxEntry): readonly ServiceName[] => {
  const all = receiversOf(entry);
  return entry.to === undefined && all.length > 1 ? all.filter((to) => to !== orchestrator.name) : all;
};

const arrowOf = (
  { type, to, operation, attempt, answer }: OutboxEntry,
  { lane, refusal, waiting, of }: Parts,
): Arrow => ({
  label: type,
  of,
  shape: to === undefined ? 'reply' : 'command',
  from: lane,
  to: (to as ServiceName | undefined) ?? orchestrator.name,
  compensation: operation === 'compensation',
  refusal,
  waiting,
  attempt: to === undefined ? undefined : attempt,
  answer: to === undefined ? answer : undefined,
});

/** Who is in doubt under a protocol, and who owns a lock, and since when no longer. */
const holdsIn = ({ lane, commit, at }: Placed, { nameOf }: Circumstances): readonly TimelineEntry[] =>
  [...doubtsIn(commit), ...locksIn(commit)].map(({ orderId, ...hold }) => ({
    kind: 'hold',
    at,
    lane,
    of: nameOf?.(orderId),
    ...hold,
  }));

/** What the saga makes of a message when it asks nobody for anything more: its end, or a reply that came too late. */
const silentEndOf = ({ lane, commit, at }: Placed, { nameOf }: Circumstances): readonly TimelineEntry[] => {
  const last = telling(commit).at(-1);
  const end = endIn(commit);
  if (end !== undefined) {
    const name = nameOf?.(orderOf(commit));
    return [{ kind: 'note', at, lane, label: name === undefined ? end : `${name}: ${end}` }];
  }
  if (lane !== orchestrator.name || !last || commit.outbox.some((entry) => !isTimer(entry))) return [];
  return [{ kind: 'note', at, lane, label: last.type }];
};
