// A participant of two-phase commit: it votes, and once it has voted yes it waits for the outcome, asking everybody who may know.
// Source of asking peers (cooperative termination): Bernstein, Hadzilacos, Goodman 1987, section 7.4.
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { Decision } from '@saga-lab/platform/decider/decider';
import type { Outgoing, Stamp } from '@saga-lab/platform/decider/message';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { coordinatorName, Party, peersOf } from '../parties.ts';
import type { Setting, Timing } from '../protocol.ts';
import { answered, decision, ignored, outgoing, partOf } from '../role.ts';
import type { Send } from '../role.ts';
import type { Wanted } from '../terms.ts';
import { nextRound, notedRound } from '../timing.ts';
import { evolveHolding } from '../voting/holding.ts';
import type { ByHandState, Holding, HoldingNote, InDoubt } from '../voting/holding.ts';
import * as participation from '../voting/participation.ts';
import type { Held, Here } from '../voting/participation.ts';
import { byHand, settled } from '../voting/standing.ts';
import { announceAt, askAt } from '../voting/timing.ts';
import { messages } from './messages.ts';
import type { ToParticipant } from './messages.ts';

export const participant = ({ self, resource, streamFolds }: Setting, timing: Timing): DeciderPart =>
  partOf<Holding, ToParticipant, HoldingNote>(
    { name: '2pc', messages },
    {
      messages: ['Quote', 'Prepare', 'Commit', 'Abort', 'AskOutcome', 'DecideByHand'],
      timers: ['AskAgain'],
      others: (message) => (isOfResource(message) ? resource.streams(aboutOf(message)) : []),
      react: (state, message, states) =>
        react({ self: Party.parse(self), resource, states, timing }, state, message),
      evolve: evolveHolding,
      wants: (state, timer) =>
        timer.type === 'AskAgain' && isAsking(state) && state.round === timer.data.round,
      streamFolds,
      participant: { self, resource },
    },
  );

/** By what placing an order adds, the order service has voted yes. */
export const placed = (wanted: Wanted, stamp: Stamp, timing: Timing): Decision => {
  const { orderId } = wanted;
  const askLater = askAgain({ self: 'order-service', orderId, round: 1 }, timing, stamp);
  return decision('2pc', streamOf('2pc', orderId), participation.born(wanted, askLater));
};

/** Whoever has voted yes can only ask. */
export const cancelling = (wanted: Wanted): readonly Outgoing[] => [
  outgoing('2pc', { type: 'RequestCancellation', data: wanted, to: coordinatorName }),
];

type OfResource = Exclude<ToParticipant, { readonly type: 'AskOutcome' | 'AskAgain' }>;

const isOfResource = (message: ToParticipant): message is OfResource =>
  message.type !== 'AskOutcome' && message.type !== 'AskAgain';

const aboutOf = (message: OfResource): Wanted =>
  message.type === 'DecideByHand' ? message.data.terms : message.data;

const isAsking = (state: Holding | undefined): state is InDoubt | ByHandState =>
  state?.status === 'PREPARED' || state?.status === 'BY_HAND';

type Incoming = ToParticipant & Stamp;

interface Place extends Here {
  readonly timing: Timing;
}

const react = (here: Place, state: Holding | undefined, message: Incoming): Held => {
  if (message.type === 'Quote') return participation.quote(here, message);
  switch (state?.status) {
    case undefined:
      return none(here, message);
    case 'PREPARED':
      return prepared(here, state, message);
    case 'BY_HAND':
      return message.type === 'AskAgain' ? ask(here, state, message) : byHand(here, state, message);
    case 'COMMITTED':
    case 'ABORTED':
    case 'DAMAGED':
      return message.type === 'AskAgain' ? ignored(message, 'SETTLED') : settled(here, state, message);
  }
};

type NoQuote = Exclude<Incoming, { readonly type: 'Quote' }>;

const none = (here: Place, message: NoQuote): Held => {
  switch (message.type) {
    case 'Prepare': {
      const { orderId } = message.data;
      const askLater = askAgain({ self: here.self, orderId, round: 1 }, here.timing, message);
      return participation.vote(here, message.data, askLater);
    }
    case 'Abort':
      return participation.refuseForEver(here, message);
    case 'AskOutcome':
      return participation.neverVote(message.data);
    case 'DecideByHand':
      return participation.notInDoubt(message);
    case 'Commit':
    case 'AskAgain':
      throw new Error(`${message.type} comes to ${here.self}, which has not voted`);
  }
};

const prepared = (here: Place, state: InDoubt, message: NoQuote): Held => {
  switch (message.type) {
    case 'Commit':
    case 'Abort':
      return participation.settle(here, message);
    case 'Prepare':
      return answered(participation.votedYes(here.self, message.data.orderId));
    case 'AskAgain':
      return ask(here, state, message);
    case 'AskOutcome':
      return ignored(message, 'IN_DOUBT');
    case 'DecideByHand':
      return participation.decideByHand(here, message);
  }
};

const ask = ({ self, timing }: Place, { wanted, round }: InDoubt | ByHandState, stamp: Stamp): Held => {
  const next = nextRound(timing, round);
  const again = askAgain({ self, orderId: wanted.orderId, round: next }, timing, stamp);
  return {
    notes: notedRound('OutcomeAsked', round, timing),
    sends: [...questions(self, wanted, round), again],
  };
};

/**
 * The order service asks the coordinator by announcing the order again, in case it has never heard of it; its peers only from the
 * second time on, since they say that they never will vote when they are asked before that.
 */
const questions = (self: Party, wanted: Wanted, round: number): readonly Send[] => {
  const toPeers = asking(self, wanted, peersOf(self));
  if (self !== 'order-service') return [...asking(self, wanted, [coordinatorName]), ...toPeers];
  return [{ type: 'OrderPlaced', data: wanted }, ...(round > 1 ? toPeers : [])];
};

const asking = (by: Party, wanted: Wanted, names: readonly string[]): readonly Send[] =>
  names.map((to) => ({ type: 'AskOutcome', data: { ...wanted, by }, to }));

const askAgain = (
  { self, orderId, round }: { readonly self: string; readonly orderId: string; readonly round: number },
  timing: Timing,
  stamp: Stamp,
): Send => ({
  type: 'AskAgain',
  data: { orderId, round },
  to: self,
  notBefore: (self === 'order-service' ? announceAt : askAt)(timing, round, stamp),
});
