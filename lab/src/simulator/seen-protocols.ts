// What must have been seen now and then of orders under other protocols than the saga, protocol by protocol.
import type { Commit } from '@saga-lab/platform/store/commit';
import type { Counts } from './simulation.ts';

/** A commit that says it: for this message, with this event, and with this message sent, each by its short name. */
interface Sign {
  readonly what: string;
  readonly input?: string;
  readonly event?: string;
  readonly sent?: string;
  /** The event is the first one of its stream: nothing had been heard of the order there. */
  readonly first?: true;
  /** `reason` or `why` of the event. */
  readonly because?: string;
}

const ASKED: Sign = { what: 'in doubt, and asked', event: 'OutcomeAsked' };

const voting: readonly Sign[] = [
  { what: 'voted no', event: 'VotedNo' },
  { what: 'aborted by time-out', event: 'AbortDecided', input: 'VoteBy' },
  { what: 'cancelled by the customer', event: 'AbortDecided', input: 'RequestCancellation' },
  { what: 'abort presumed of what was never begun', event: 'AbortPresumed' },
  { what: 'aborted before it was asked to vote', event: 'Aborted', input: 'Abort', first: true },
  { what: 'asked to vote after the abort', input: 'Prepare', sent: 'VotedNo', event: '' },
  { what: 'never to vote, because a peer asked', event: 'Aborted', because: 'NEVER_VOTED' },
  { what: 'outcome told again', event: 'OutcomeRepeated' },
];

/** `event: ''`: none at all. */
const signs: Readonly<Record<string, readonly Sign[]>> = {
  '2pc': [ASKED, ...voting],
  '3pc': [
    ...voting,
    { what: 'acknowledged by all before the commit', event: 'CommitDecided', input: 'Acked' },
    { what: 'committed without all acknowledgements', event: 'CommitDecided', input: 'AckBy' },
    { what: 'coordinator taken for dead', event: 'TerminationBegun' },
    { what: 'led by a participant', event: 'LeadTaken' },
  ],
  tcc: [
    ASKED,
    { what: 'try refused', event: 'TryRefused' },
    { what: 'cancelled by time-out', event: 'CancelDecided', input: 'TryBy' },
    { what: 'cancelled by the customer', event: 'CancelDecided', input: 'RequestCancellation' },
    { what: 'cancel presumed of what was never begun', event: 'CancelPresumed' },
    { what: 'cancel before the try', event: 'Cancelled', first: true },
    { what: 'try after its cancellation refused', input: 'Try', sent: 'TryRefused', event: '' },
    { what: 'outcome told again', event: 'SentAgain' },
  ],
  choreo: [
    ASKED,
    { what: 'gave up waiting', event: 'Rejected', input: 'GiveUp' },
    { what: 'cancelled by the customer', event: 'Rejected', input: 'CancelByCustomer' },
    { what: 'given back', event: 'GivenBack' },
    { what: 'rejection heard first', event: 'Cancelled', first: true },
    { what: 'event after its rejection ignored', event: 'MessageIgnored', because: 'ORDER_ENDED_BEFORE' },
  ],
};

export interface SeenOfProtocols {
  readonly committed: (commit: Commit) => void;
  /** Every sign of these protocols is a key. */
  readonly counts: () => Counts;
}

export const seenOfProtocols = (protocols: readonly string[]): SeenOfProtocols => {
  const watched = protocols.flatMap((protocol) =>
    (signs[protocol] ?? []).map((sign) => ({ protocol, sign, name: `${protocol}: ${sign.what}` })),
  );
  const counts: Record<string, number> = Object.fromEntries(watched.map(({ name }) => [name, 0]));
  return {
    committed: (commit) => {
      for (const { protocol, sign, name } of watched)
        if (isOf(protocol, commit) && says(sign, commit)) counts[name] = (counts[name] ?? 0) + 1;
    },
    counts: () => counts,
  };
};

const isOf = (protocol: string, { input: { type } }: Commit): boolean => type.startsWith(`${protocol}.`);

const short = (type: string): string => type.slice(type.indexOf('.') + 1);

const says = (sign: Sign, { input, events, outbox }: Commit): boolean => {
  const { input: wanted = short(input.type), sent } = sign;
  return (
    wanted === short(input.type) &&
    (sign.event === '' ? events.length === 0 : events.some((event) => isShown(sign, event))) &&
    (sent === undefined || outbox.some(({ type }) => short(type) === sent))
  );
};

const isShown = (
  { event, first, because }: Sign,
  { type, version, data }: Commit['events'][number],
): boolean => {
  const { reason, why } = data as { readonly reason?: unknown; readonly why?: unknown };
  return (
    type === event && (!first || version === 1) && (because === undefined || [reason, why].includes(because))
  );
};
