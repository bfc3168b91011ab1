// The shape of a commit protocol: what its folder exports, and what services, broker and lab are told of it.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { Decision, NewEvent } from '@saga-lab/platform/decider/decider';
import type { Outgoing, Stamp } from '@saga-lab/platform/decider/message';
import type { Resource } from '@saga-lab/platform/decider/resource';
import type { ZodType } from 'zod';
import type { ProtocolPromise } from './promise.ts';
import type { Sign } from './sign.ts';
import type { Terms, Wanted } from './terms.ts';

/** A message of a protocol: its schema (`event` of contracts' `message.ts`), who sends it, and who receives it. */
export interface ProtocolMessage {
  readonly schema: ZodType;
  readonly from: readonly ServiceName[];
  /** One message goes to one of them, which it names by `to`; if it is published, to all of them. */
  readonly to: readonly ServiceName[];
  /** Sent without `to`, under its type. An opening is, so that the broker keeps it in the queue for what begins. */
  readonly published?: true;
}

/** What a service gives to the roles that it plays. */
export interface Setting<S = never, E extends NewEvent = NewEvent> {
  /** Its own name. */
  readonly self: ServiceName;
  readonly resource: Resource<S, E, Wanted, Terms>;
  /** How its own streams are folded: the same functions as in the service's other deciders. */
  readonly streamFolds: DeciderPart['streamFolds'];
}

/** How patient roles are, in milliseconds: in all protocols the same, so that a comparison of them is fair. */
export interface Timing {
  /** For all votes or tries of an order, until it is given up. */
  readonly voteByMs: number;
  /**
   * In doubt, until a participant asks for the outcome. Longer than `voteByMs`: who has not voted when a peer asks, never will.
   */
  readonly askAfterMs: number;
  /**
   * From placing an order, until the order service takes it for one that nobody begins, and ends it where its protocol allows that.
   * Orders may wait long before anybody begins with them: this outlasts the longest queue of them.
   */
  readonly giveUpAfterMs: number;
  /** Before the first repeat of what must get through, if nothing is late, and of a question; then twice as long each time ... */
  readonly repeatFirstMs: number;
  /** ... but never longer. */
  readonly repeatMostMs: number;
  /** After which a hold lapses by itself, in protocols that allow it; 0: never. */
  readonly holdTtlMs: number;
}

/** One way to agree. */
export interface Protocol {
  /** As in `POST /orders {protocol}`, and the category of its streams; every type of its messages begins with it and a dot. */
  readonly name: string;
  /** By type. What people and timers say is not among them: it never comes from the broker. */
  readonly messages: Readonly<Record<string, ProtocolMessage>>;
  /** The message that begins it, sent by whoever places an order: `2pc.OrderPlaced`. */
  readonly opening: string;
  /**
   * Left out: the services agree without one. Its stream begins with `TransactionBegun` and ends with `TransactionEnded`, or with a
   * decision that it presumed, for an order of which it had never heard: then it never begins.
   */
  readonly coordinator?: (timing: Timing) => DeciderPart;
  /** Plays at the orchestrator, hears everything, and decides nothing: without it, all goes on. Where nobody coordinates. */
  readonly watcher?: () => DeciderPart;
  /**
   * What is held counts as taken: money is charged at once, and refunded if the order is rejected, as in a saga. The payment
   * service gives such a protocol a resource that does so.
   */
  readonly takesAtOnce?: true;
  /** The role of the service that the setting names. The state of a role's own stream says its `status`. */
  readonly participant: <S, E extends NewEvent>(setting: Setting<S, E>, timing: Timing) => DeciderPart;
  /** Those statuses of a participant in which it can neither go on nor back alone. */
  readonly inDoubt: readonly string[];
  /** Those statuses at the orchestrator, of whoever decides or listens there, after which nothing more is to be done. */
  readonly ended: readonly string[];
  /** What the order service writes and sends when an order is placed, beside its own `OrderPlaced`. */
  readonly placed: (wanted: Wanted, stamp: Stamp, timing: Timing) => Decision;
  /** What the order service sends when the customer wants to cancel: a request, since nobody decides that alone. */
  readonly cancelling: (wanted: Wanted) => readonly Outgoing[];
  readonly promise: ProtocolPromise;
  /** What many orders under all kinds of faults must have shown now and then: else they have tried too little. */
  readonly signs: readonly Sign[];
}

/**
 * What a person says to a participant in doubt, as the message `<name>.DecideByHand`: with the terms, because they name
 * its streams. The participant refuses (`NOT_IN_DOUBT`, `DECIDED_OTHERWISE`) or writes `DecidedByHand`. What is given back needs no price.
 */
export type DecideByHand = {
  readonly orderId: string;
  readonly reason: string;
  readonly by: string;
} & (
  | { readonly outcome: 'COMMIT'; readonly terms: Terms }
  | { readonly outcome: 'ABORT'; readonly terms: Wanted }
);

/** What a person says to a coordinator before it has decided, as the message `<name>.AbortByHand`. */
export interface AbortByHand {
  readonly orderId: string;
  readonly reason: string;
  readonly by: string;
}
