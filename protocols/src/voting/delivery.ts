// An outcome once it is decided: everybody is told, again and again, until each has said that it is done.
import type { Message } from '@saga-lab/platform/decider/message';
import { firstRepeat, latenessOf } from '../lateness.ts';
import type { At } from '../lateness.ts';
import { participantNames } from '../parties.ts';
import type { Party } from '../parties.ts';
import { answered, ignored, refused } from '../role.ts';
import type { Reaction, Send } from '../role.ts';
import { wantedOf } from '../terms.ts';
import type { Terms, Wanted } from '../terms.ts';
import { nextRound, notedRound, repeatLater, TRIES_BEFORE_PARKED } from '../timing.ts';
import type { CoordinationNote, Counted, Delivering, Ended } from './coordination.ts';

export type Coordinated = Reaction<CoordinationNote>;

export const commitTo = (to: readonly string[], terms: Terms): readonly Send[] =>
  to.map((name) => ({ type: 'Commit', data: terms, to: name }));

export const abortTo = (to: readonly string[], wanted: Wanted, reason: string): readonly Send[] =>
  to.map((name) => ({ type: 'Abort', data: { ...wanted, reason }, to: name }));

const repeatOutcomeLater = repeatLater('RepeatOutcome');

export const decideCommit = (terms: Terms, at: At): Coordinated => {
  const decided = { terms, ...latenessOf(at) };
  return {
    notes: [{ type: 'CommitDecided', data: decided }],
    sends: [
      ...commitTo(participantNames, terms),
      repeatOutcomeLater(terms.orderId, firstRepeat(decided), at),
    ],
  };
};

/** Why, who is to be told, and the person who wanted it, if it was one. */
export interface Abort {
  readonly reason: string;
  readonly tell: readonly Party[];
  readonly by?: string;
  /** What that person said. */
  readonly because?: string;
}

export const decideAbort = (wanted: Wanted, abort: Abort, at: At): Coordinated => {
  const decided = { wanted, ...abort, ...latenessOf(at) };
  const repeat = repeatOutcomeLater(wanted.orderId, firstRepeat(decided), at);
  return {
    notes: [{ type: 'AbortDecided', data: decided }],
    sends: [...abortTo(abort.tell, wanted, abort.reason), repeat],
  };
};

export const countDone = ({ status, open }: Delivering, message: Message<'Done', Counted>): Coordinated => {
  const { by, damaged } = message.data;
  if (!open.includes(by)) return ignored(message, 'DONE_BEFORE');
  const counted = { type: 'DoneCounted', data: { by, ...(damaged && { damaged }) } } as const;
  if (open.length > 1) return { notes: [counted], sends: [] };
  const outcome = status === 'COMMITTING' ? 'COMMITTED' : 'ABORTED';
  return { notes: [counted, { type: 'TransactionEnded', data: { outcome } }], sends: [] };
};

/** Tells those again who have not done it; after enough tries it is noted that people should look. */
export const repeatOutcome = (state: Delivering, at: At): Coordinated => {
  const { open, round, lateMs } = state;
  const wanted = state.status === 'COMMITTING' ? wantedOf(state.terms) : state.wanted;
  const sends = [
    ...outcomeTo(open, state, wanted),
    repeatOutcomeLater(wanted.orderId, { round: nextRound(at.timing, round), lateMs }, at),
  ];
  const parked: readonly CoordinationNote[] =
    round === TRIES_BEFORE_PARKED ? [{ type: 'TransactionParked', data: { open } }] : [];
  return { notes: [...parked, ...notedRound('OutcomeRepeated', round, at.timing)], sends };
};

/** `wanted`: for a coordinator that has never known it, as whoever asks has said it. */
const outcomeTo = (to: readonly string[], state: Delivering | Ended, wanted: Wanted): readonly Send[] =>
  state.status === 'COMMITTING' || state.status === 'COMMITTED'
    ? commitTo(to, state.terms)
    : abortTo(to, wanted, state.reason);

/** What somebody knows of a transaction who asks about it. */
export type Asking =
  | Message<'OrderPlaced' | 'RequestCancellation', Wanted>
  | Message<'AskOutcome', Wanted & { readonly by: Party }>;

export const askerOf = (message: Asking): { readonly asker: Party; readonly wanted: Wanted } => {
  if (message.type !== 'AskOutcome') return { asker: 'order-service', wanted: message.data };
  const { by: asker, ...wanted } = message.data;
  return { asker, wanted };
};

export const tellOutcome = (state: Delivering | Ended, message: Asking): Coordinated => {
  const { asker, wanted } = askerOf(message);
  return answered(...outcomeTo([asker], state, wanted));
};

/** For a person who wants to abort what is decided. */
export const tooLate = ({ status }: { readonly status: string }): Reaction<never> =>
  refused('ALREADY_DECIDED', `the transaction is ${status}: it can no longer be aborted`);

/** Only the timer that was armed last, and only until everybody has done it. */
export const isNextRepeat = (
  state: { readonly status: string; readonly round?: number } | undefined,
  { type, data }: Message,
): boolean =>
  type === 'RepeatOutcome' &&
  (state?.status === 'COMMITTING' || state?.status === 'ABORTING') &&
  state.round === (data as { readonly round: number }).round;
