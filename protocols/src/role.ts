// A role of a protocol as a part of a service's decider. The role says `Prepare`; outside, that is `2pc.Prepare`.
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { Decision, NewEvent, Refusal, States } from '@saga-lab/platform/decider/decider';
import type { Message, Outgoing, Stamp } from '@saga-lab/platform/decider/message';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { expectAcceptable, homeOf } from './accepting.ts';
import type { Participant } from './accepting.ts';
import type { Protocol } from './protocol.ts';

/** A fact of the role's own stream. */
export interface Note<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/** Without `to`: published to whoever listens to its type. */
export type Send = Pick<Outgoing, 'type' | 'data' | 'to' | 'notBefore'>;

/** What a role does about a message: what it notes of itself, what it does to what its service holds, what it sends. */
export interface Reaction<N extends Note = Note> {
  readonly notes: readonly N[];
  readonly effects?: readonly NewEvent[];
  readonly sends: readonly Send[];
  readonly refusal?: Refusal;
}

export interface Role<S, M extends Message, N extends Note> {
  /** Short names of all that it takes in, requests by HTTP among them. */
  readonly messages: readonly string[];
  readonly timers: readonly string[];
  /** `states`: of the streams that `others` names. */
  readonly react: (state: S | undefined, message: M & Stamp, states: States<never>) => Reaction<N>;
  readonly evolve: (state: S | undefined, note: N) => S;
  readonly wants: (state: S | undefined, timer: M) => boolean;
  /** Streams besides its own that a message reads or writes. */
  readonly others?: (message: M) => readonly string[];
  readonly streamFolds?: DeciderPart['streamFolds'];
  /** Left out: of a coordinator, or of whoever only listens. */
  readonly participant?: Participant;
}

interface AboutOrder {
  readonly orderId: string;
}

/**
 * Its own stream is `<protocol>-<order>`; what it sends names the order as its saga. `messages`: of the whole protocol, each with
 * those who may say it.
 */
export const partOf = <S, M extends Message, N extends Note>(
  { name: protocol, messages }: Pick<Protocol, 'name' | 'messages'>,
  { others = () => [], streamFolds, participant, ...role }: Role<S, M, N>,
): DeciderPart => {
  const listener = { messages, participant };
  const longNames = (names: readonly string[]) => names.map((name) => `${protocol}.${name}`);
  const short = <T extends Message>(message: T) =>
    ({ ...message, type: message.type.slice(protocol.length + 1) }) as unknown as M & T;
  const own = ({ data }: Message): string => streamOf(protocol, (data as AboutOrder).orderId);
  return {
    messages: longNames(role.messages),
    timers: longNames(role.timers),
    streams: (message: Message) => [
      ...new Set([own(message), ...others(short(message)), ...homeOf(listener, message)]),
    ],
    decide: (states: States<never>, message: Message & Stamp) => {
      expectAcceptable(listener, message, { states, own: own(message) });
      return decision(protocol, own(message), role.react(states[own(message)], short(message), states));
    },
    wants: (states: States<never>, timer: Message) => role.wants(states[own(timer)], short(timer)),
    streamFolds: { ...streamFolds, [protocol]: role.evolve },
  };
};

/** A reaction of the role to which `stream` belongs, as its service decides it. */
export const decision = (
  protocol: string,
  stream: string,
  { notes, effects = [], sends, refusal }: Reaction,
): Decision => ({
  events: [...notes.map((note) => ({ ...note, stream })), ...effects],
  messages: sends.map((send) => outgoing(protocol, send)),
  ...(refusal && { refusal }),
});

export const outgoing = (protocol: string, { type, ...sent }: Send): Outgoing => ({
  ...sent,
  type: `${protocol}.${type}`,
  sagaId: (sent.data as AboutOrder).orderId,
});

/** Nothing is sent, and nothing changes but that it is written down: a message without a commit would count as lost. */
export const ignored = <N extends Note>(
  { type }: Pick<Message, 'type'>,
  why: string,
): Reaction<N | Ignored> => ({
  notes: [{ type: 'MessageIgnored', data: { type, why } }],
  sends: [],
});
export type Ignored = Note<'MessageIgnored', { readonly type: string; readonly why: string }>;

export const refused = (code: string, detail: string): Reaction<never> => ({
  notes: [],
  sends: [],
  refusal: { code, detail },
});

/** Nothing is noted: an answer that changes nothing. */
export const answered = (...sends: readonly Send[]): Reaction<never> => ({ notes: [], sends });
