// What the services tell each other under choreography: events, published for whoever listens. Nobody is asked to do anything.
import { Reason } from '@saga-lab/contracts/order';
import { Id } from '@saga-lab/contracts/primitives';
import type { Message } from '@saga-lab/platform/decider/message';
import * as z from 'zod';
import { messagesOf } from '../messages.ts';
import type { MessageOf, MessageSpec } from '../messages.ts';
import { coordinatorName, Party } from '../parties.ts';
import type { DecideByHand } from '../protocol.ts';
import { Terms, Wanted } from '../terms.ts';

/** Who listens, besides the watcher, which hears everything. */
const heardBy = <Names extends readonly Party[]>(...names: Names) =>
  ({ to: [...names, coordinatorName], published: true }) as const;

const order = ['order-service'] as const;
const inventory = ['inventory-service'] as const;
const payment = ['payment-service'] as const;

/** With the order, as whatever may change a hold. */
const Refusal = z.strictObject({ ...Wanted.shape, reason: Reason });

const specs = {
  OrderPlaced: { data: Wanted, from: order, ...heardBy('inventory-service') },
  /** The order's customer and total are passed on although inventory needs neither: payment has nobody else to tell it. */
  StockReserved: { data: Terms, from: inventory, ...heardBy('payment-service') },
  StockInsufficient: { data: Refusal, from: inventory, ...heardBy('order-service') },
  PaymentCharged: { data: Terms, from: payment, ...heardBy('order-service') },
  PaymentDeclined: { data: Refusal, from: payment, ...heardBy('order-service') },
  OrderApproved: { data: Terms, from: order, ...heardBy('inventory-service', 'payment-service') },
  OrderRejected: { data: Refusal, from: order, ...heardBy('inventory-service', 'payment-service') },
  /** By one who holds something and has not heard how the order ended: the event about that may be lost. */
  OutcomeAsked: {
    data: z.strictObject({ orderId: Id, by: Party }),
    from: [...inventory, ...payment],
    ...heardBy('order-service'),
  },
} as const satisfies Record<string, MessageSpec>;

export const messages = messagesOf('choreo', specs);

export type ChoreographyMessage = MessageOf<typeof specs>;
type Named<Name extends ChoreographyMessage['type']> = Extract<ChoreographyMessage, { readonly type: Name }>;

/** What the order service takes in; the last two are timers. */
export type ToOrder =
  | Named<'StockInsufficient' | 'PaymentCharged' | 'PaymentDeclined' | 'OutcomeAsked'>
  | Message<'GiveUp' | 'CancelByCustomer', Wanted>;

/** What inventory and payment take in, each the first or the second; the last two are a person's and a timer. */
export type ToHolder =
  | Named<'OrderPlaced' | 'StockReserved'>
  | Named<'OrderApproved' | 'OrderRejected'>
  | Message<'DecideByHand', DecideByHand>
  | Message<'AskAgain', { readonly orderId: string; readonly round: number }>;
