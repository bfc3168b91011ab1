// A participant of three-phase commit. Nobody is prepared while another has committed, so that those who are left can end it.
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { Decision } from '@saga-lab/platform/decider/decider';
import type { Outgoing, Stamp } from '@saga-lab/platform/decider/message';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { coordinatorName, Party, peersOf } from '../parties.ts';
import type { Setting, Timing } from '../protocol.ts';
import { answered, decision, ignored, outgoing, partOf } from '../role.ts';
import { wantedOf } from '../terms.ts';
import type { Wanted } from '../terms.ts';
import { nextRound, notedRound } from '../timing.ts';
import type { ByHandState, Settled } from '../voting/holding.ts';
import * as participation from '../voting/participation.ts';
import { byHand, settled } from '../voting/standing.ts';
import { messages } from './messages.ts';
import type { Patience, ToParticipant } from './messages.ts';
import { patience } from './patience.ts';
import { evolve, isOpen } from './state.ts';
import type { Open, State, StateNote } from './state.ts';
import { countAck, end, hearState, losePatience, preCommit, sayState } from './termination.ts';
import type { Place, Reacted } from './termination.ts';

export const participant = ({ self, resource, streamFolds }: Setting, timing: Timing): DeciderPart =>
  partOf<State, ToParticipant, StateNote>(
    { name: '3pc', messages },
    {
      messages: [
        ...['Quote', 'Prepare', 'PreCommit', 'Acked', 'Commit', 'Abort'],
        ...['AskOutcome', 'StateAsk', 'StateIs', 'DecideByHand'],
      ],
      timers: ['Patience'],
      others: (message) => (isOfResource(message) ? resource.streams(aboutOf(message)) : []),
      react: (state, message, states) =>
        react({ self: Party.parse(self), resource, states, timing }, state, message),
      evolve,
      wants: (state, timer) =>
        timer.type === 'Patience' && isWaiting(state) && state.round === timer.data.round,
      streamFolds,
      participant: { self, resource },
    },
  );

/** By what placing an order adds, the order service has voted yes. */
export const placed = (wanted: Wanted, stamp: Stamp, timing: Timing): Decision => {
  const asking = patience({ self: 'order-service', timing }, { wanted, round: 1 }, stamp);
  return decision('3pc', streamOf('3pc', wanted.orderId), participation.born(wanted, asking));
};

/** Whoever has voted yes can only ask. */
export const cancelling = (wanted: Wanted): readonly Outgoing[] => [
  outgoing('3pc', { type: 'RequestCancellation', data: wanted, to: coordinatorName }),
];

/** By the others one only asks, or says how far somebody is: nothing that is held changes. */
type OfResource = Exclude<ToParticipant, { readonly type: 'AskOutcome' | 'PreCommit' | 'StateAsk' }>;
const isOfResource = (message: ToParticipant): message is OfResource =>
  message.type !== 'AskOutcome' && message.type !== 'PreCommit' && message.type !== 'StateAsk';

/** Whatever may change what is held names the order. */
const aboutOf = (message: OfResource): Wanted => {
  if (message.type === 'DecideByHand') return message.data.terms;
  return message.type === 'Patience' ? message.data.wanted : message.data;
};

const isWaiting = (state: State | undefined): state is Open | ByHandState =>
  isOpen(state) || state?.status === 'BY_HAND';

type Incoming = ToParticipant & Stamp;

const react = (here: Place, state: State | undefined, message: Incoming): Reacted => {
  if (message.type === 'Quote') return participation.quote(here, message);
  if (state === undefined) return none(here, message);
  if (isOpen(state)) return open(here, state, message);
  return state.status === 'BY_HAND' ? handed(here, state, message) : ended(here, state, message);
};

type NoQuote = Exclude<Incoming, { readonly type: 'Quote' }>;

const none = (here: Place, message: NoQuote): Reacted => {
  switch (message.type) {
    case 'Prepare': {
      const wanted = wantedOf(message.data);
      return participation.vote(here, message.data, patience(here, { wanted, round: 1 }, message));
    }
    case 'Abort':
      return participation.refuseForEver(here, message);
    case 'AskOutcome':
    case 'StateAsk':
      return participation.neverVote(message.data);
    case 'DecideByHand':
      return participation.notInDoubt(message);
    default:
      throw new Error(`${message.type} comes to ${here.self}, which has not voted`);
  }
};

const open = (here: Place, state: Open, message: NoQuote): Reacted => {
  switch (message.type) {
    case 'Prepare':
      return answered(participation.votedYes(here.self, message.data.orderId));
    case 'Commit':
    case 'Abort':
      return end(here, state, message);
    case 'DecideByHand':
      return participation.decideByHand(here, message);
    case 'AskOutcome':
      return ignored(message, 'IN_DOUBT');
    case 'PreCommit':
      return preCommit(here, state, message);
    case 'StateAsk':
      return sayState(here, state, message);
    case 'StateIs':
      return state.status === 'TERMINATING' ? hearState(here, state, message) : ignored(message, 'TOO_LATE');
    case 'Acked':
      return state.status === 'LEADING' ? countAck(here, state, message) : ignored(message, 'TOO_LATE');
    case 'Patience':
      return losePatience(here, state, message);
  }
};

const handed = (here: Place, state: ByHandState, message: NoQuote): Reacted => {
  switch (message.type) {
    case 'Patience':
      return askAgain(here, state, message);
    case 'PreCommit':
    case 'StateAsk':
    case 'StateIs':
    case 'Acked':
      return ignored(message, 'DECIDED_BY_HAND');
    default:
      return byHand(here, state, message);
  }
};

/** What a person has decided is not the outcome: it goes on asking for that. */
const askAgain = (here: Place, { wanted, round }: ByHandState, message: Patience & Stamp): Reacted => ({
  notes: notedRound('OutcomeAsked', round, here.timing),
  sends: [
    ...[coordinatorName, ...peersOf(here.self)].map((to) => ({
      type: 'AskOutcome',
      data: { ...wanted, by: here.self },
      to,
    })),
    patience(here, { wanted, round: nextRound(here.timing, round) }, message),
  ],
});

const ended = (here: Place, state: Settled, message: NoQuote): Reacted => {
  switch (message.type) {
    case 'StateAsk':
      return answered(participation.tellPeer(state, message.data));
    case 'PreCommit': {
      const { by, ...terms } = message.data;
      return by === coordinatorName
        ? answered(participation.howItEnded(here.self, state, terms.orderId))
        : answered(participation.tellPeer(state, { ...terms, by }));
    }
    case 'StateIs':
    case 'Acked':
    case 'Patience':
      return ignored(message, 'SETTLED');
    case 'Commit':
    case 'Abort':
      return participation.contradicts(state, message)
        ? split(here, state, message)
        : settled(here, state, message);
    default:
      return settled(here, state, message);
  }
};

/** Somebody was taken for dead who was alive: both have ended it, each in its way. What was done stays, and is told. */
const split = (
  { self }: Place,
  state: Settled,
  { type: heard, data: { orderId } }: participation.OutcomeMessage,
): Reacted => ({
  notes: [{ type: 'OutcomeContradicted', data: { here: state.status, heard } }],
  sends: [participation.howItEnded(self, state, orderId)],
});
