// Who comes, what they want, and how they behave: made from the seed, one customer after the other.
import type { Line } from '@saga-lab/contracts/primitives';
import { diceOf } from '../schedule.ts';

/** `fulfilled`: nothing of the business speaks against it. */
export type Prospect = 'fulfilled' | 'no money' | 'sold out';
export type Habit = 'patient' | 'asks twice' | 'gives up' | 'cancels';

export interface Visit {
  /** Counted from 1. */
  readonly n: number;
  readonly customerId: string;
  readonly lines: readonly Line[];
  readonly prospect: Prospect;
  readonly habit: Habit;
  /** From 0 to 1. */
  readonly dice: number;
}

export const PRICE = 2_500;
/** More than any run can spend or sell, and far from the largest safe integer. */
export const PLENTY = 100_000_000;

const named = (name: string, many: number): readonly string[] =>
  Array.from({ length: many }, (_each, n) => `${name}-${n + 1}`);

/** Half of all orders are about three articles, the others about forty. */
export const goods = { hot: named('hot', 3), cold: named('cold', 40), none: 'sold-out' } as const;
export const people = { rich: named('ada', 30), poor: named('bob', 3) } as const;

const SHARES = { 'no money': 0.05, 'sold out': 0.05 } as const;
const HABITS: readonly (readonly [Habit, share: number])[] = [
  ['asks twice', 0.1],
  ['gives up', 0.05],
  ['cancels', 0.05],
];
const MOST_LINES = 3;
const MOST_PIECES = 3;

/** Never ends. */
export function* visitsOf(seed: number): Generator<Visit, never> {
  const random = diceOf(seed);
  const one = <T>(items: readonly T[], otherwise: T): T =>
    items[Math.floor(random() * items.length)] ?? otherwise;
  for (let n = 1; ; n += 1) {
    const prospect = prospectAt(random());
    const customerId = one(prospect === 'no money' ? people.poor : people.rich, 'ada-1');
    const skus: string[] = prospect === 'sold out' ? [goods.none] : [];
    const many = 1 + Math.floor(random() * MOST_LINES);
    while (skus.length < many) skus.push(one(random() < 0.5 ? goods.hot : goods.cold, 'hot-1'));
    const lines = [...new Set(skus)].map((sku) => ({
      sku,
      quantity: 1 + Math.floor(random() * MOST_PIECES),
    }));
    yield { n, customerId, lines, prospect, habit: habitAt(random()), dice: random() };
  }
}

const prospectAt = (dice: number): Prospect => {
  if (dice < SHARES['no money']) return 'no money';
  return dice < SHARES['no money'] + SHARES['sold out'] ? 'sold out' : 'fulfilled';
};

const habitAt = (dice: number): Habit => {
  let from = 0;
  for (const [habit, share] of HABITS) {
    from += share;
    if (dice < from) return habit;
  }
  return 'patient';
};
