// The coordinator of three-phase commit: between the votes and the commit it tells everybody that all have voted yes.
// Source: D. Skeen, Nonblocking Commit Protocols, SIGMOD 1981; Bernstein, Hadzilacos, Goodman 1987, section 7.5.
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import { coordinatorName, participantNames } from '../parties.ts';
import type { Party } from '../parties.ts';
import type { Timing } from '../protocol.ts';
import { ignored, partOf } from '../role.ts';
import type { Note, Reaction } from '../role.ts';
import type { Terms } from '../terms.ts';
import { isUndecided, react as voting } from '../voting/coordinator.ts';
import { evolveCoordination } from '../voting/coordination.ts';
import type { Coordination, CoordinationNote } from '../voting/coordination.ts';
import { decideCommit, isNextRepeat, tooLate } from '../voting/delivery.ts';
import type { At } from '../voting/delivery.ts';
import type { ToCoordinator } from './messages.ts';

/** Everybody has voted yes, and those who have acknowledged know it. */
interface PreCommitting {
  readonly status: 'PRECOMMITTING';
  readonly terms: Terms;
  readonly acked: readonly Party[];
}

type State = Coordination | PreCommitting;

type OwnNote =
  | CoordinationNote
  | Note<'PreCommitDecided', { readonly terms: Terms }>
  | Note<'AckCounted', { readonly by: Party }>;

export const coordinator = (timing: Timing): DeciderPart =>
  partOf<State, ToCoordinator, OwnNote>('3pc', {
    messages: [
      ...['OrderPlaced', 'RequestCancellation', 'AskOutcome', 'AbortByHand'],
      ...['Quoted', 'QuoteRefused', 'VotedYes', 'VotedNo', 'Acked', 'Done'],
    ],
    timers: ['VoteBy', 'AckBy', 'RepeatOutcome'],
    react: (state, message) => react(state, message, { timing, stamp: message }),
    evolve,
    wants,
  });

const evolve = (state: State | undefined, note: OwnNote): State => {
  switch (note.type) {
    case 'PreCommitDecided':
      return { status: 'PRECOMMITTING', terms: note.data.terms, acked: [] };
    case 'AckCounted': {
      const known = preCommitting(state);
      return { ...known, acked: [...known.acked, note.data.by].sort() };
    }
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
  return timer.type === 'AckBy' ? state?.status === 'PRECOMMITTING' : isNextRepeat(state, timer);
};

type Incoming = ToCoordinator & Stamp;

const react = (state: State | undefined, message: Incoming, at: At): Reaction<OwnNote> => {
  if (state?.status === 'PRECOMMITTING') return telling(state, message, at);
  if (message.type === 'Acked' || message.type === 'AckBy') return ignored(message, 'DECIDED_BEFORE');
  return voting<OwnNote>(state, message, { at, allYes: (terms) => preCommit(terms, at) });
};

const preCommit = (terms: Terms, { timing, stamp }: At): Reaction<OwnNote> => ({
  notes: [{ type: 'PreCommitDecided', data: { terms } }],
  sends: [
    ...participantNames.map((to) => ({ type: 'PreCommit', data: { ...terms, by: coordinatorName }, to })),
    {
      type: 'AckBy',
      data: { orderId: terms.orderId },
      to: coordinatorName,
      // Before any participant that has voted last loses patience.
      notBefore: stamp.receivedAt + timing.askAfterMs - timing.voteByMs,
    },
  ],
});

/** Nobody can abort any more. Whoever does not acknowledge in time counts as dead. */
const telling = (state: PreCommitting, message: Incoming, at: At): Reaction<OwnNote> => {
  switch (message.type) {
    case 'Acked':
      return countAck(state, message, at);
    case 'AckBy':
      return decideCommit(state.terms, at);
    case 'AbortByHand':
      return tooLate(state);
    default:
      return ignored(message, 'UNDECIDED');
  }
};

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
