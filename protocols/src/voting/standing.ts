// What a participant of any voting protocol does once it is no longer in doubt: because it knows the outcome, or a person decided.
import type { Message } from '@saga-lab/platform/decider/message';
import type { Terms } from '../terms.ts';
import { answered, ignored } from '../role.ts';
import type { ByHandState, Settled } from './holding.ts';
import { compareWithHand, notInDoubt, repeatDone, sameVote, tellPeer, votedYes } from './participation.ts';
import type { AskMessage, HandMessage, Held, Here, OutcomeMessage } from './participation.ts';

export type Prepare = Message<'Prepare', Terms>;

/** What may come to somebody who is not in doubt. */
export type ToStanding = OutcomeMessage | AskMessage | HandMessage | Prepare;

export const settled = (here: Here, state: Settled, message: ToStanding): Held => {
  switch (message.type) {
    case 'Commit':
    case 'Abort':
      return repeatDone(here.self, state, message);
    case 'Prepare':
      return answered(sameVote(here.self, state, message.data.orderId));
    case 'AskOutcome':
      return answered(tellPeer(state, message.data));
    case 'DecideByHand':
      return notInDoubt(message);
  }
};

/** What a person has decided is not the outcome: nobody else is told of it. */
export const byHand = (here: Here, state: ByHandState, message: ToStanding): Held => {
  switch (message.type) {
    case 'Commit':
    case 'Abort':
      return compareWithHand(here, state.outcome, message);
    case 'Prepare':
      return answered(votedYes(here.self, message.data.orderId));
    case 'AskOutcome':
      return ignored(message, 'IN_DOUBT');
    case 'DecideByHand':
      return notInDoubt(message);
  }
};
