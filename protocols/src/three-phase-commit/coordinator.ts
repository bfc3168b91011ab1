// The coordinator of three-phase commit: between the votes and the commit it tells everybody that all have voted yes.
// Source: D. Skeen, Nonblocking Commit Protocols, SIGMOD 1981; Bernstein, Hadzilacos, Goodman 1987, section 7.5.
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import { atOf } from '../lateness.ts';
import type { At } from '../lateness.ts';
import { coordinatorName, participantNames } from '../parties.ts';
import type { Party } from '../parties.ts';
import type { Timing } from '../protocol.ts';
import { ignored, partOf } from '../role.ts';
import type { Note, Reaction, Send } from '../role.ts';
import { wantedOf } from '../terms.ts';
import type { Terms } from '../terms.ts';
import { nextRound, notedRound } from '../timing.ts';
import { isUndecided, react as voting } from '../voting/coordinator.ts';
import { evolveCoordination } from '../voting/coordination.ts';
import type { Coordination, CoordinationNote } from '../voting/coordination.ts';
import { decideAbort, decideCommit, isNextRepeat, tooLate } from '../voting/delivery.ts';
import { messages } from './messages.ts';
import type { Done, ToCoordinator } from './messages.ts';
import { ackBy, isOverdue } from './patience.ts';

/** Everybody has voted yes, and those who have acknowledged know it. */
interface PreCommitting {
  readonly status: 'PRECOMMITTING';
  readonly terms: Terms;
  readonly acked: readonly Party[];
  /** Which of its timers is armed. */
  readonly round: number;
  /** Somebody takes it for dead: it decides nothing by itself any more, unless all have acknowledged. */
  readonly isTakenForDead: boolean;
}

type State = Coordination | PreCommitting;

type OwnNote =
  | CoordinationNote
  | Note<'PreCommitDecided', { readonly terms: Terms }>
  | Note<'AckCounted' | 'TakenForDead', { readonly by: Party }>
  | Note<'PreCommitRepeated', { readonly round: number }>;

export const coordinator = (timing: Timing): DeciderPart =>
  partOf<State, ToCoordinator, OwnNote>(
    { name: '3pc', messages },
    {
      messages: [
        ...['OrderPlaced', 'RequestCancellation', 'AskOutcome', 'AbortByHand'],
        ...['Quoted', 'QuoteRefused', 'VotedYes', 'VotedNo', 'Acked', 'TakenForDead', 'Done'],
      ],
      timers: ['VoteBy', 'AckBy', 'RepeatOutcome'],
      react: (state, message) => react(state, message, atOf(timing, message)),
      evolve,
      wants,
    },
  );

const evolve = (state: State | undefined, note: OwnNote): State => {
  switch (note.type) {
    case 'PreCommitDecided': {
      const { terms } = note.data;
      return { status: 'PRECOMMITTING', terms, acked: [], round: 1, isTakenForDead: false };
    }
    case 'AckCounted': {
      const known = preCommitting(state);
      return { ...known, acked: [...known.acked, note.data.by].sort() };
    }
    case 'TakenForDead':
      return { ...preCommitting(state), isTakenForDead: true };
    case 'PreCommitRepeated':
      return { ...preCommitting(state), round: note.data.round + 1 };
    default:
      if (state?.status !== 'PRECOMMITTING') return evolveCoordination(state, note);
      return note.type === 'MessageIgnored' ? state : evolveCoordination(undefined, note);
  }
};

const preCommitting = (state: State | undefined): PreCommitting => {
  if (state?.status !== 'PRECOMMITTING') throw new Error('nobody was told yet that all have voted yes');
  return state;
};

const wants = (state: State | undefined, timer: ToCoordinator): boolean => {
  if (timer.type === 'VoteBy') return isUndecided(state);
  if (timer.type !== 'AckBy') return isNextRepeat(state, timer);
  return state?.status === 'PRECOMMITTING' && state.round === timer.data.round;
};

type Incoming = ToCoordinator & Stamp;

const react = (state: State | undefined, message: Incoming, at: At): Reaction<OwnNote> => {
  if (state?.status === 'PRECOMMITTING') return telling(state, message, at);
  if (message.type === 'Acked' || message.type === 'AckBy' || message.type === 'TakenForDead')
    return ignored(message, 'DECIDED_BEFORE');
  return voting<OwnNote>(state, message, { at, allYes: (terms) => preCommit(terms, at) });
};

const preCommit = (terms: Terms, at: At): Reaction<OwnNote> => ({
  notes: [{ type: 'PreCommitDecided', data: { terms } }],
  sends: preCommitTo(terms, 1, at),
});

const preCommitTo = (terms: Terms, round: number, { timing, stamp }: At): readonly Send[] => {
  const due = ackBy(timing, stamp);
  const { orderId } = terms;
  return [
    ...participantNames.map((to) => ({ type: 'PreCommit', data: { ...terms, by: coordinatorName }, to })),
    { type: 'AckBy', data: { orderId, round, due }, to: coordinatorName, notBefore: due },
  ];
};

/** It cannot abort any more by itself. Whoever does not acknowledge in time counts as dead. */
const telling = (state: PreCommitting, message: Incoming, at: At): Reaction<OwnNote> => {
  switch (message.type) {
    case 'Acked':
      return countAck(state, message, at);
    case 'TakenForDead':
      return { notes: [{ type: 'TakenForDead', data: { by: message.data.by } }], sends: [] };
    case 'Done':
      return endAsOthers(state, message, at);
    case 'AckBy':
      return state.isTakenForDead || isOverdue(message.data.due, message, at.timing)
        ? tellAgain(state, at)
        : decideCommit(state.terms, at);
    case 'AbortByHand':
      return tooLate(state);
    default:
      return ignored(message, 'UNDECIDED');
  }
};

/** It was away, or others think so, and may have ended it: what they answer tells. */
const tellAgain = ({ terms, round }: PreCommitting, at: At): Reaction<OwnNote> => ({
  notes: notedRound('PreCommitRepeated', round, at.timing),
  sends: preCommitTo(terms, nextRound(at.timing, round), at),
});

const endAsOthers = ({ terms }: PreCommitting, { data: { outcome } }: Done, at: At): Reaction<OwnNote> =>
  outcome === 'COMMITTED'
    ? decideCommit(terms, at)
    : decideAbort(wantedOf(terms), { reason: 'ENDED_WITHOUT_COORDINATOR', tell: participantNames }, at);

const countAck = (
  { terms, acked }: PreCommitting,
  message: Message<'Acked', { readonly by: Party }>,
  at: At,
): Reaction<OwnNote> => {
  const { by } = message.data;
  if (acked.includes(by)) return ignored(message, 'COUNTED_BEFORE');
  const counted = { type: 'AckCounted', data: { by } } as const;
  if (participantNames.some((name) => name !== by && !acked.includes(name)))
    return { notes: [counted], sends: [] };
  const { notes, sends } = decideCommit(terms, at);
  return { notes: [counted, ...notes], sends };
};
