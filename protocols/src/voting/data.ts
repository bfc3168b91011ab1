// What the messages of the voting protocols are about: two-phase and three-phase commit say the same up to the last vote.
import { Reason } from '@saga-lab/contracts/order';
import { Id } from '@saga-lab/contracts/primitives';
import * as z from 'zod';
import { coordinatorName, participantNames, Party } from '../parties.ts';
import { Damaged, Terms, Wanted } from '../terms.ts';
import type { MessageSpec } from '../messages.ts';

const order = 'order-service';
const voters = ['inventory-service', 'payment-service'] as const;
const everybody = [coordinatorName, ...participantNames] as const;

const From = z.strictObject({ orderId: Id, by: Party });
const DoneBy = z.strictObject({ ...From.shape, damaged: Damaged });

/** Who sends what to whom, up to the outcome and its delivery. Peers tell each other outcomes as the coordinator does. */
export const votingMessages = {
  OrderPlaced: { data: Wanted, from: [order], to: [coordinatorName], published: true },
  RequestCancellation: { data: Wanted, from: [order], to: [coordinatorName] },
  Quote: { data: Wanted, from: [coordinatorName], to: ['inventory-service'] },
  Quoted: { data: Terms, from: ['inventory-service'], to: [coordinatorName] },
  QuoteRefused: {
    data: z.strictObject({ orderId: Id, reason: Reason }),
    from: ['inventory-service'],
    to: [coordinatorName],
  },
  Prepare: { data: Terms, from: [coordinatorName], to: voters },
  VotedYes: { data: From, from: voters, to: [coordinatorName] },
  VotedNo: { data: z.strictObject({ ...From.shape, reason: Reason }), from: voters, to: [coordinatorName] },
  Commit: { data: Terms, from: everybody, to: participantNames },
  Abort: {
    data: z.strictObject({ ...Wanted.shape, reason: Reason }),
    from: everybody,
    to: participantNames,
  },
  /** With what was done, so that a coordinator without which others have ended it learns how. */
  Done: {
    data: z.strictObject({ ...DoneBy.shape, outcome: z.enum(['COMMITTED', 'ABORTED']) }),
    from: participantNames,
    to: [coordinatorName],
  },
} as const satisfies Record<string, MessageSpec>;

/** It says what the order is about: whoever answers need not know it. */
export const AskOutcome = {
  data: z.strictObject({ ...Wanted.shape, by: Party }),
  from: participantNames,
  to: everybody,
} as const satisfies MessageSpec;
