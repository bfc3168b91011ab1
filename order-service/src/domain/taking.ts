// Taking an order, and the wish to cancel it, under any protocol: the saga's own way, or another protocol's.
import type { Decider, Decision, NewEvent, States } from '@saga-lab/platform/decider/decider';
import type { Guarded } from '@saga-lab/platform/decider/barrier';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import { streamOf } from '@saga-lab/platform/decider/streams';
import type { Protocol, Timing } from '@saga-lab/protocols/protocol';
import { orderStream, requestCancellation } from './order.ts';
import type { Order, PlaceOrder, Request, RequestCancellation } from './order.ts';

/** The customer's order under another protocol than the saga: no command of a saga. */
export type PlaceOrderUnder = Message<'PlaceOrder', RequestUnder> & { readonly sagaId: string };

type Incoming = PlaceOrder | PlaceOrderUnder | RequestCancellation;
type Saga = Pick<Decider<Guarded<Order>, PlaceOrder | RequestCancellation, NewEvent>, 'streams' | 'decide'>;

interface Ways {
  readonly protocols: readonly Protocol[];
  readonly timing: Timing;
  /** An order says when it was placed, since others wait by that. */
  readonly saysItsAge: boolean;
}

const isUnder = (message: Incoming): message is PlaceOrderUnder =>
  message.type === 'PlaceOrder' && 'protocol' in message.data;

/** `saga`: decides where nothing else is said. */
export const taking = (saga: Saga, { protocols, timing, saysItsAge }: Ways) => {
  /** @throws Error for one that nobody knows. */
  const named = (name: string): Protocol => {
    const found = protocols.find((protocol) => protocol.name === name);
    if (!found) throw new Error(`no protocol is called ${name}`);
    return found;
  };

  const place = (
    order: Order | undefined,
    { data: { protocol, ...wanted }, ...stamp }: PlaceOrderUnder & Stamp,
  ): Decision => {
    const { orderId } = wanted;
    if (order) throw new Error(`order ${orderId} exists already: ${order.status}`);
    const aged = saysItsAge ? { ...wanted, placedAt: stamp.receivedAt } : wanted;
    const added = named(protocol).placed(aged, stamp, timing);
    const placed = { stream: orderStream(orderId), type: 'OrderPlaced', data: { ...wanted, protocol } };
    return { events: [placed, ...added.events], messages: added.messages };
  };

  /** Told to whoever decides about the order. */
  const cancel = ({ protocol, ...wanted }: RequestUnder, { events, ...decision }: Decision): Decision => {
    return {
      ...decision,
      events,
      messages: events.length === 0 ? [] : named(protocol).cancelling(wanted),
    };
  };

  return {
    streams: (message: Incoming): readonly string[] =>
      isUnder(message)
        ? [orderStream(message.data.orderId), streamOf(message.data.protocol, message.data.orderId)]
        : saga.streams(message),

    decide: (states: States<Guarded<Order>>, message: Incoming & Stamp): Decision => {
      const order = states[orderStream(message.data.orderId)]?.state;
      if (isUnder(message)) return place(order, message);
      const under = message.type === 'RequestCancellation' ? requestUnder(order) : undefined;
      return under
        ? cancel(under, requestCancellation(order, message as RequestCancellation))
        : saga.decide(states, message);
    },
  };
};

type RequestUnder = Request & { readonly protocol: string };

/** What another protocol than the saga has still to decide about. */
const requestUnder = (order: Order | undefined): RequestUnder | undefined => {
  if (order?.status !== 'PENDING') return undefined;
  const { protocol, ...request } = order.request;
  return protocol === undefined ? undefined : { ...request, protocol };
};
