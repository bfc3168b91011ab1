// What coordinator and participants say to each other under TCC: each message carries what the next decision needs.
import { Reason } from '@saga-lab/contracts/order';
import { Id } from '@saga-lab/contracts/primitives';
import type { Message } from '@saga-lab/platform/decider/message';
import * as z from 'zod';
import { messagesOf } from '../messages.ts';
import type { MessageOf, MessageSpec } from '../messages.ts';
import { coordinatorName, participantNames, Party } from '../parties.ts';
import type { AbortByHand, DecideByHand } from '../protocol.ts';
import { Damaged, Terms, Wanted } from '../terms.ts';

const order = ['order-service'] as const;
/** Who is asked to hold, in this order: the first one names the prices. Placing an order is the order service's own try. */
export const tried = ['inventory-service', 'payment-service'] as const satisfies readonly Party[];

const From = z.strictObject({ orderId: Id, by: Party });
const WantedFrom = z.strictObject({ ...Wanted.shape, by: Party });
const TermsFrom = z.strictObject({ ...Terms.shape, by: Party });
const Refusal = z.strictObject({ ...From.shape, reason: Reason });
const Outcome = z.strictObject({
  ...From.shape,
  outcome: z.enum(['CONFIRMED', 'CANCELLED']),
  damaged: Damaged,
});
const GivenUp = z.strictObject({ ...Wanted.shape, reason: Reason });

const told = { from: [coordinatorName], to: participantNames } as const;
const answered = { from: participantNames, to: [coordinatorName] } as const;

const specs = {
  /** Said again as long as the order service hears of no outcome. */
  OrderPlaced: { data: Wanted, from: order, to: [coordinatorName], published: true },
  RequestCancellation: { data: Wanted, from: order, to: [coordinatorName] },
  /** Inventory gets it without prices, payment with them. */
  Try: { data: z.union([Wanted, Terms]), from: [coordinatorName], to: tried },
  Tried: { data: TermsFrom, from: tried, to: [coordinatorName] },
  TryRefused: { data: Refusal, from: tried, to: [coordinatorName] },
  Confirm: { data: Terms, ...told },
  Cancel: { data: GivenUp, ...told },
  Done: { data: Outcome, ...answered },
  AskOutcome: { data: WantedFrom, from: tried, to: [coordinatorName] },
  /** A hold was given back because its time was over; only with a TTL. */
  Lapsed: { data: WantedFrom, ...answered },
  /** What was to be confirmed had been given back before; only with a TTL. */
  ConfirmTooLate: { data: From, ...answered },
} as const satisfies Record<string, MessageSpec>;

export const messages = messagesOf('tcc', specs);

type TccMessage = MessageOf<typeof specs>;
type Named<Name extends TccMessage['type']> = Extract<TccMessage, { readonly type: Name }>;

interface OfOrder {
  readonly orderId: string;
}

/** What the coordinator takes in; the last three never come by the broker. */
export type ToCoordinator =
  | Named<'OrderPlaced' | 'RequestCancellation' | 'AskOutcome' | 'Lapsed'>
  | Named<'Tried' | 'TryRefused' | 'Done' | 'ConfirmTooLate'>
  | Message<'AbortByHand', AbortByHand>
  | Message<'TryBy', OfOrder>
  | Message<'SendAgain', OfOrder & { readonly round: number }>;

/** What a participant takes in; the last three never come by the broker. */
export type ToParticipant =
  | Named<'Try' | 'Confirm' | 'Cancel'>
  | Message<'DecideByHand', DecideByHand>
  | Message<'AskAgain', OfOrder & { readonly round: number }>
  | Message<'Lapse', Wanted>;
