// The order service under choreography: it alone decides how an order ends, by what it hears until it gives up.
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { States } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import type { Protocol, Setting } from '../protocol.ts';
import { answered, decision, ignored, outgoing, partOf } from '../role.ts';
import type { Ignored, Note, Reaction, Send } from '../role.ts';
import type { Terms, Wanted } from '../terms.ts';
import { messages } from './messages.ts';
import type { ToOrder } from './messages.ts';
import { giveUpAt } from './timing.ts';

type Order =
  | { readonly status: 'PENDING'; readonly wanted: Wanted }
  | { readonly status: 'APPROVED'; readonly terms: Terms }
  | { readonly status: 'REJECTED'; readonly wanted: Wanted; readonly reason: string };

type OrderNote =
  | Note<'Placed', { readonly wanted: Wanted }>
  | Note<'Approved', { readonly terms: Terms }>
  | Note<'Rejected', { readonly wanted: Wanted; readonly reason: string }>
  | Ignored;

/** The service's own streams, for its resource alone. */
interface Place {
  readonly resource: Setting['resource'];
  readonly states: States<never>;
}

export const order = ({ self, resource, streamFolds }: Setting): DeciderPart =>
  partOf<Order, ToOrder, OrderNote>(
    { name: 'choreo', messages },
    {
      messages: ['StockInsufficient', 'PaymentCharged', 'PaymentDeclined', 'OutcomeAsked'],
      timers: ['GiveUp', 'CancelByCustomer'],
      react: (state, message, states) => react(existing(state, message), message, { resource, states }),
      evolve,
      wants: (state) => state?.status === 'PENDING',
      others: (message) => (message.type === 'OutcomeAsked' ? [] : resource.streams(message.data)),
      streamFolds,
      participant: { self, resource },
    },
  );

/** Placed and not yet ended. */
export const placed: Protocol['placed'] = (wanted, stamp, timing) =>
  decision('choreo', streamOf('choreo', wanted.orderId), {
    notes: [{ type: 'Placed', data: { wanted } }],
    sends: [{ type: 'OrderPlaced', data: wanted }, toItself('GiveUp', wanted, giveUpAt(timing, stamp))],
  });

/** Nobody else has to agree: a timer that is due at once lets the order itself decide. */
export const cancelling: Protocol['cancelling'] = (wanted) => [
  outgoing('choreo', toItself('CancelByCustomer', wanted, 0)),
];

const toItself = (type: string, wanted: Wanted, notBefore: number): Send => ({
  type,
  data: wanted,
  to: 'order-service',
  notBefore,
});

/** @throws Error for one that was not placed under choreography: no message of it comes so far. */
const existing = (state: Order | undefined, { type, data }: ToOrder): Order => {
  if (!state)
    throw new Error(`${type} is about order ${data.orderId}, which was not placed under choreography`);
  return state;
};

const evolve = (state: Order | undefined, note: OrderNote): Order => {
  switch (note.type) {
    case 'Placed':
      return { status: 'PENDING', wanted: note.data.wanted };
    case 'Approved':
      return { status: 'APPROVED', terms: note.data.terms };
    case 'Rejected':
      return { status: 'REJECTED', wanted: note.data.wanted, reason: note.data.reason };
    case 'MessageIgnored':
      if (!state) throw new Error('nothing that comes before the order is ignored');
      return state;
    default:
      return unexpected(note);
  }
};

const react = (state: Order, message: ToOrder, place: Place): Reaction<OrderNote> => {
  if (message.type === 'OutcomeAsked') return tellAgain(state, message);
  if (state.status !== 'PENDING') return ignored(message, 'DECIDED_BEFORE');
  switch (message.type) {
    case 'PaymentCharged':
      return approve(message.data, place);
    case 'StockInsufficient':
    case 'PaymentDeclined':
      return reject(state.wanted, message.data.reason, place);
    case 'GiveUp':
      return reject(state.wanted, 'TIMED_OUT', place);
    case 'CancelByCustomer':
      return reject(state.wanted, 'CUSTOMER_CANCELLED', place);
  }
};

const approve = (terms: Terms, { resource, states }: Place): Reaction<OrderNote> => ({
  notes: [{ type: 'Approved', data: { terms } }],
  effects: resource.confirm(states, terms),
  sends: [approved(terms)],
});

const reject = (wanted: Wanted, reason: string, { resource, states }: Place): Reaction<OrderNote> => ({
  notes: [{ type: 'Rejected', data: { wanted, reason } }],
  effects: resource.release(states, { wanted, reason }),
  sends: [rejected(wanted, reason)],
});

const approved = (terms: Terms): Send => ({ type: 'OrderApproved', data: terms });
const rejected = (wanted: Wanted, reason: string): Send => ({
  type: 'OrderRejected',
  data: { ...wanted, reason },
});

/** Whoever has heard it before, hears it once more: there is no way to tell one listener alone. */
const tellAgain = (state: Order, message: Message): Reaction<OrderNote> => {
  switch (state.status) {
    case 'PENDING':
      return ignored(message, 'UNDECIDED');
    case 'APPROVED':
      return answered(approved(state.terms));
    case 'REJECTED':
      return answered(rejected(state.wanted, state.reason));
  }
};
