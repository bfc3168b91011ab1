// What a role takes in at all: a message from somebody who may say it, in the sender's own name, about an order of its protocol.
import type { States } from '@saga-lab/platform/decider/decider';
import { PermanentError } from '@saga-lab/platform/decider/errors';
import type { Message } from '@saga-lab/platform/decider/message';
import type { Protocol, ProtocolMessage, Setting } from './protocol.ts';

/** A participant: its service, and what that holds. */
export type Participant = Pick<Setting, 'self' | 'resource'>;

/** All that a protocol says; what people and timers say is not among it. Without a participant: for whoever holds nothing. */
interface Listener extends Pick<Protocol, 'messages'> {
  readonly participant?: Participant | undefined;
}

/** `own`: the stream of the role. */
interface Known {
  readonly states: States<unknown>;
  readonly own: string;
}

/** @throws PermanentError, code POISON, that says why the message is not taken in. */
export const expectAcceptable = (
  { messages, participant }: Listener,
  message: Message,
  { states, own }: Known,
): void => {
  const spoken = messages[message.type];
  if (!spoken) return;
  expectSender(spoken, message);
  if (participant && states[own] === undefined) expectNotElsewhere(participant, message, states);
};

const expectSender = ({ from }: ProtocolMessage, { type, source, data }: Message): void => {
  const sender = source.slice(1);
  if (!from.some((name) => name === sender))
    throw poison(`${type} comes from ${sender}, and only ${from.join(', ')} may say it`);
  const { by = sender } = data as { readonly by?: string };
  if (by !== sender) throw poison(`${sender} says ${type} in the name of ${by}`);
};

/** The stream in which a participant sees whether anything was done for the order of such a message, under any protocol. */
export const homeOf = ({ messages, participant }: Listener, { type, data }: Message): readonly string[] =>
  participant && messages[type] ? [participant.resource.home(orderIn(data))] : [];

/** Nothing is known of it under this protocol. The order service knows every order that is placed. */
const expectNotElsewhere = (
  { self, resource }: Participant,
  { type, data }: Message,
  states: States<unknown>,
): void => {
  const orderId = orderIn(data);
  if (self === 'order-service' || states[resource.home(orderId)] !== undefined)
    throw poison(`${type} comes to ${self}, where order ${orderId} is none of that protocol`);
};

const orderIn = (data: unknown): string => (data as { readonly orderId: string }).orderId;

const poison = (reason: string): PermanentError => new PermanentError('POISON', reason);
