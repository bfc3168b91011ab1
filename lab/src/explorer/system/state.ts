// One state of a system, packed into a string: what is left of each owner's budgets, the streams, and what is on its way.
import type { Budgets } from './roles.ts';

/** A state as numbers. */
export interface Moment {
  /** Packed budgets, one for each owner. */
  readonly budgets: readonly number[];
  /** By slot: the number of a stream or of an owner's notes; 0 where there is nothing. */
  readonly slots: readonly number[];
  /** Numbers of all messages on their way, in order; one that is there twice stands twice. */
  readonly flight: readonly number[];
}

/** Packed: the number of slots, and then all numbers one after the other, a character each. */
export type Packed = string;

export const pack = ({ budgets, slots, flight }: Moment): Packed => {
  // A slot that nobody has filled yet is a hole, which counts as 0.
  const used = 1 + slots.findLastIndex((slot: number | undefined) => slot !== undefined && slot !== 0);
  const filled = Array.from(slots.slice(0, used), (slot: number | undefined) => slot ?? 0);
  return String.fromCharCode(used, ...budgets, ...filled, ...flight);
};

export const unpack = (packed: Packed, owners: number): Moment => {
  const numbers = Array.from(packed, (_char, n) => packed.charCodeAt(n));
  const [used = 0] = numbers;
  const from = 1 + owners;
  return {
    budgets: numbers.slice(1, from),
    slots: numbers.slice(from, from + used),
    flight: numbers.slice(from + used),
  };
};

/** The part of a state that is its slots; equal for equal slots. */
export const slotsIn = (packed: Packed, owners: number): string =>
  packed.slice(1 + owners, 1 + owners + packed.charCodeAt(0));

const kinds = ['copies', 'crashes', 'losses', 'timeouts', 'wishes'] as const satisfies (keyof Budgets)[];
export type Budget = (typeof kinds)[number];

export const noBudgets: Budgets = { copies: 0, crashes: 0, losses: 0, timeouts: 0, wishes: 0 };

/** Bits of each budget: room for 0 to 3. */
const BITS = 2;
const shiftOf = (kind: Budget): number => BITS * kinds.indexOf(kind);

/** @throws Error for a budget that does not fit. */
export const packBudgets = (budgets: Budgets): number =>
  kinds.reduce((packed, kind) => {
    if (budgets[kind] > 3 || budgets[kind] < 0) throw new Error(`${kind} must be 0 to 3`);
    return packed | (budgets[kind] << shiftOf(kind));
  }, 0);

export const isLeft = (packed: number, kind: Budget): boolean => ((packed >> shiftOf(kind)) & 3) > 0;

export const spent = (packed: number, kind: Budget): number => packed - (1 << shiftOf(kind));
