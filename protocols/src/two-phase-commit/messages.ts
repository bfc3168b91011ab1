// What the roles of two-phase commit say to each other.
import type { Message } from '@saga-lab/platform/decider/message';
import { messagesOf } from '../messages.ts';
import type { MessageOf } from '../messages.ts';
import type { DecideByHand } from '../protocol.ts';
import { AskOutcome, votingMessages } from '../voting/data.ts';

const specs = { ...votingMessages, AskOutcome };

export const messages = messagesOf('2pc', specs);

type TwoPhaseMessage = MessageOf<typeof specs>;
type Named<Name extends TwoPhaseMessage['type']> = Extract<TwoPhaseMessage, { readonly type: Name }>;

interface OfOrder {
  readonly orderId: string;
}

/** What a participant takes in; the last two never come by the broker. */
export type ToParticipant =
  | Named<'Quote' | 'Prepare' | 'Commit' | 'Abort' | 'AskOutcome'>
  | Message<'DecideByHand', DecideByHand>
  | Message<'AskAgain', OfOrder & { readonly round: number }>;
