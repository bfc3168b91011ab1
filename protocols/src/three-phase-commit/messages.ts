// What the roles of three-phase commit say to each other: all that those of two-phase commit say, and what comes between.
import { Id } from '@saga-lab/contracts/primitives';
import type { Message } from '@saga-lab/platform/decider/message';
import * as z from 'zod';
import { messagesOf } from '../messages.ts';
import type { MessageOf, MessageSpec } from '../messages.ts';
import { coordinatorName, participantNames, Party } from '../parties.ts';
import type { AbortByHand, DecideByHand } from '../protocol.ts';
import { Terms, Wanted } from '../terms.ts';
import { AskOutcome, votingMessages } from '../voting/data.ts';

const anybody = [coordinatorName, ...participantNames] as const;

/** Anybody who may lead: the coordinator, and a participant in its place. */
export const Leader = z.enum(anybody);
export type Leader = z.infer<typeof Leader>;

/** How far somebody is who does not know the outcome. */
export const Stage = z.enum(['PREPARED', 'PRECOMMITTED']);
export type Stage = z.infer<typeof Stage>;

const specs = {
  ...votingMessages,
  AskOutcome,
  PreCommit: {
    data: z.strictObject({ ...Terms.shape, by: Leader }),
    from: anybody,
    to: participantNames,
  },
  /** It names the order, since the last one decides what is held. */
  Acked: {
    data: z.strictObject({ ...Wanted.shape, by: Party }),
    from: participantNames,
    to: anybody,
  },
  /** To a coordinator that is taken for dead, and goes on: others end it, and say how. */
  TakenForDead: {
    data: z.strictObject({ orderId: Id, by: Party }),
    from: participantNames,
    to: [coordinatorName],
  },
  /** `dead`: whom the asker takes for dead; whoever answers does so from then on. `round`: comes back in the answer. */
  StateAsk: {
    data: z.strictObject({ ...Wanted.shape, by: Party, round: z.int().min(1), dead: z.array(Leader) }),
    from: participantNames,
    to: participantNames,
  },
  StateIs: {
    data: z.strictObject({
      ...Wanted.shape,
      by: Party,
      round: z.int().min(1),
      stage: Stage,
      terms: Terms.optional(),
    }),
    from: participantNames,
    to: participantNames,
  },
} as const satisfies Record<string, MessageSpec>;

export const messages = messagesOf('3pc', specs);

type ThreePhaseMessage = MessageOf<typeof specs>;
type Named<Name extends ThreePhaseMessage['type']> = Extract<ThreePhaseMessage, { readonly type: Name }>;

interface OfOrder {
  readonly orderId: string;
}

/** What the coordinator takes in; the last four never come by the broker. */
export type ToCoordinator =
  | Named<'OrderPlaced' | 'RequestCancellation' | 'AskOutcome'>
  | Named<'Quoted' | 'QuoteRefused' | 'VotedYes' | 'VotedNo' | 'Acked' | 'TakenForDead' | 'Done'>
  | Message<'AbortByHand', AbortByHand>
  | Message<'VoteBy', OfOrder>
  | Message<'AckBy', OfOrder & Due>
  | Message<'RepeatOutcome', OfOrder & { readonly round: number }>;

/** A timer that says which it is, and when it is due, so that it can be seen whether it goes off too late. */
interface Due {
  readonly round: number;
  readonly due: number;
}

/** It names the order, since what it leads to may be done at once. */
export type Patience = Message<'Patience', OfOrder & Due & { readonly wanted: Wanted }>;

/** What a participant takes in; the last two never come by the broker. */
export type ToParticipant =
  | Named<'Quote' | 'Prepare' | 'PreCommit' | 'Acked' | 'Commit' | 'Abort'>
  | Named<'AskOutcome' | 'StateAsk' | 'StateIs'>
  | Message<'DecideByHand', DecideByHand>
  | Patience;

export type PreCommit = Named<'PreCommit'>;
export type Acked = Named<'Acked'>;
export type Done = Named<'Done'>;
export type StateAsk = Named<'StateAsk'>;
export type StateIs = Named<'StateIs'>;
