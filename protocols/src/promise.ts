// What a protocol promises, as data: tests hold it against what its roles do, and a comparison of protocols against what happened.
import type { Party } from './parties.ts';

/** What one order costs without any fault; the delays are those of the longest chain of messages. */
export interface Cost {
  /** Copies in queues: one for each receiver. */
  readonly messages: number;
  /** Delays from `POST /orders` until the order service knows the outcome, and until the last message has arrived. */
  readonly delaysUntilKnown: number;
  readonly delaysUntilDone: number;
  /** Commits, that of placing the order among them. */
  readonly commits: number;
  /** Those of them that hold an event of `forced`. */
  readonly forced: number;
}

/**
 * How an order ends under a fault. `blocked`: not at all, until the dead are back. `split`: one has made it final, and another has
 * given it back. `half`: a hold lapsed,
 * and the coordinator decided to confirm, before that or after, and knows of it. `either`: approved or rejected.
 */
export type FaultOutcome = 'approved' | 'rejected' | 'blocked' | 'split' | 'half' | 'either';

export interface ProtocolPromise {
  /** Types of the events that must be durable before their role goes on. */
  readonly forced: readonly string[];
  /** Everybody says yes. */
  readonly happy: Cost;
  /** The payment service says no. */
  readonly refused: Cost;
  readonly faults: Readonly<Record<Fault, FaultUnder>>;
  /**
   * It agrees only as long as nobody is taken for dead who is alive: no timer may be too early. These are the timers, as messages
   * of their types, that take somebody for dead once they change anything. Left out: timers are patience alone.
   */
  readonly trustsTimers?: readonly string[];
  /**
   * Types of the events of which one ends the stream of a role: a participant's wait for the outcome is over, and nobody has to be
   * told of it any more by whoever is at the orchestrator. Then it may be forgotten.
   */
  readonly ends: { readonly participant: readonly string[]; readonly orchestrator: readonly string[] };
  readonly moments: Moments;
}

/** Where a fault strikes. */
export interface Moments {
  /** Of these, inventory and payment have each written one, which is their yes. */
  readonly lastVote: readonly string[];
  /** Whoever decides has just made it durable that all have said yes ... */
  readonly counted: Moment;
  /** ... and that they are to make it final; mostly at once. */
  readonly decision: Moment;
  /** Which of them is the worst one for the network to split at. */
  readonly worst: 'lastVote' | 'counted';
}

/** An event of a role that is just durable; `step`: the one that is about this step of a saga. */
export interface Moment {
  readonly type: string;
  readonly step?: string;
}

/** What happens, and who waits for it to be over with something on hold. */
export interface FaultUnder {
  readonly outcome: FaultOutcome;
  readonly waiting: readonly Party[];
  /** How it ends if whoever did not return does so after all, much later. */
  readonly afterReturn?: FaultOutcome;
  /** Where there are two orders: how the second one ends. */
  readonly second?: FaultOutcome;
  /** The same where it waits for what the first one has on hold. */
  readonly secondIfItWaits?: FaultOutcome;
}

/** The faults under which protocols are compared. */
export const faults = {
  A: 'the coordinator dies when the last vote is durable, and does not return',
  B: 'the coordinator dies when its decision is durable and nothing of it is sent, and does not return',
  B1: 'the same, but one of the services has been told',
  C: 'payment dies before it votes, and returns later',
  D: 'inventory dies after its yes, and returns later',
  E: 'the coordinator and the order service are cut off from the others for a while, when all votes are given',
  F: 'a tenth of all messages is lost, doubled or reordered',
  G: 'the coordinator stands still for a while after the last vote, and wakes',
  H: 'two orders want the last piece, and the first one cannot be paid',
} as const;
export type Fault = keyof typeof faults;
