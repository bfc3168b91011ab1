// What travels between services and into deciders, free of any transport.

/**
 * What a protocol writes on its messages besides their type and data; CloudEvents calls that extension attributes. The
 * runtime carries them from a decision to the wire and from there to a decider, and reads none. A protocol declares its
 * own by merging them into this interface, as the barrier does; on the wire they are what contracts' envelope says.
 */
export interface Attributes {
  /** 1 for the first sending, 2 for its first repeat, ... */
  readonly attempt?: number | undefined;
}

/** One message: a command, an event, a reply, an HTTP request turned into a command, or a timer. */
export interface Message<Type extends string = string, Data = unknown> extends Attributes {
  readonly type: Type;
  readonly data: Data;
  /** Unique for ever, stable over re-sends; the `_id` of the commit it causes. */
  readonly id: string;
  /** `/<service>` that sent it. */
  readonly source: string;
  /** ISO 8601 instant at which its sender committed it. */
  readonly time: string;
  /** Shared by all messages that follow from one request; the order id. */
  readonly correlationId: string;
  /** Id of the message that caused this one. */
  readonly causationId: string;
  readonly lamport: number;
  readonly schemaVersion: number;
  readonly traceparent?: string | undefined;
  /** Hash of an HTTP body: tells a repeated request from another one under the same key. */
  readonly fingerprint?: string | undefined;
}

/** What the runtime adds before `decide`, so that deciders need neither clock nor chance. */
export interface Stamp {
  /** Milliseconds since the epoch, by the clock of the service's own database. */
  readonly receivedAt: number;
  /** Uniform in [0, 1). */
  readonly random: number;
}

/** A message about to be sent; the runtime adds id, cause, time and lamport. */
export interface Outgoing<Type extends string = string, Data = unknown> extends Attributes {
  readonly type: Type;
  readonly data: Data;
  /** The one service that is to receive it (a command, or a timer to oneself). Left out: published as an event. */
  readonly to?: string | undefined;
  /** A timer: not before this instant (milliseconds, as `receivedAt`), and never through the broker. */
  readonly notBefore?: number | undefined;
}

/** No honest neighbour is so many commits ahead by its Lamport value. */
export const GREATEST_JUMP = 2 ** 32;

/** Only ids of requests by HTTP have a colon. */
export const isRequestId = (id: string): boolean => id.includes(':');

/** What is left of a message without the fields that every message has. */
export const attributesOf = (message: Omit<Message, 'id' | 'correlationId' | 'causationId'>): Attributes => {
  const {
    type: _type,
    data: _data,
    id: _id,
    source: _source,
    time: _time,
    correlationId: _correlationId,
    causationId: _causationId,
    lamport: _lamport,
    schemaVersion: _schemaVersion,
    traceparent: _traceparent,
    fingerprint: _fingerprint,
    receivedAt: _receivedAt,
    random: _random,
    ...attributes
  } = message as Message & Partial<Stamp>;
  return attributes;
};
