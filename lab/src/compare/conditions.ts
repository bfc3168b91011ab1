// Under which conditions the same order is placed under each protocol: nothing goes wrong, payment refuses, or a fault strikes.
import type { ServiceName } from '@saga-lab/contracts/services';
import { faults } from '@saga-lab/protocols/promise';
import type { Fault } from '@saga-lab/protocols/promise';
import { coordinator } from './columns.ts';

export const conditions = {
  none: 'nothing goes wrong',
  refusal: 'payment refuses',
  'in-turn': '50 orders, each as soon as the outcome of the one before is known',
  'at-once': '50 orders at once',
  ...faults,
} as const;
export type Condition = keyof typeof conditions;

export const isFault = (condition: Condition): condition is Fault => condition in faults;

/** A point of the protocol at which a fault strikes. */
export type Point = 'placed' | 'stock held' | 'stock heard' | 'last vote' | 'counted' | 'decision' | 'worst';

export interface Blow {
  readonly at: Point;
  /** `split`: these and all others do not hear each other. */
  readonly does: 'kill' | 'stand still' | 'split';
  readonly who: readonly ServiceName[];
  /** It first gets one of the messages out in which it says what it has just made durable. */
  readonly tellsOne?: true;
  /** Milliseconds; left out: for as long as anybody looks. */
  readonly forMs?: number;
}

export interface Experiment {
  readonly orders: number;
  /** Each order waits for the outcome of the one before. Left out: all at once. */
  readonly isInTurn?: true;
  /** The first customer has no money. */
  readonly isPoor?: true;
  /** Another customer wants the last piece, as soon as the first one's order holds it. */
  readonly isLastPiece?: true;
  readonly blow?: Blow;
  /** So many of all messages are lost, as many come twice, and as many late: each in [0, 1]. */
  readonly lossy?: number;
}

/** How long whoever dies is away, and how long is looked at a system in which somebody stays dead. */
export const AWAY_MS = 60_000;
const ASLEEP_MS = 20_000;
/** So long the first one's payment takes. */
const SLOW_MS = 1_000;
const TENTH = 0.1;
const MANY = 50;

export const experiments: Readonly<Record<Condition, Experiment>> = {
  none: { orders: 1 },
  refusal: { orders: 1, isPoor: true },
  'in-turn': { orders: MANY, isInTurn: true },
  'at-once': { orders: MANY },
  A: { orders: 1, blow: { at: 'last vote', does: 'kill', who: [coordinator] } },
  B: { orders: 1, blow: { at: 'decision', does: 'kill', who: [coordinator] } },
  B1: { orders: 1, blow: { at: 'decision', does: 'kill', who: [coordinator], tellsOne: true } },
  C: { orders: 1, blow: { at: 'placed', does: 'kill', who: ['payment-service'], forMs: AWAY_MS } },
  D: { orders: 1, blow: { at: 'stock heard', does: 'kill', who: ['inventory-service'], forMs: AWAY_MS } },
  E: { orders: 1, blow: { at: 'worst', does: 'split', who: [coordinator, 'order-service'], forMs: AWAY_MS } },
  F: { orders: 10, lossy: TENTH / 3 },
  G: { orders: 1, blow: { at: 'counted', does: 'stand still', who: [coordinator], forMs: ASLEEP_MS } },
  H: {
    orders: 1,
    isPoor: true,
    isLastPiece: true,
    blow: { at: 'stock held', does: 'stand still', who: ['payment-service'], forMs: SLOW_MS },
  },
};
