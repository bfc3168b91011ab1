// One thing that happens in a system: what it does to a state, and how it is told.
import type { Step } from '../world.ts';
import type { Effect, Effects } from './effects.ts';
import { isDead } from './faults.ts';
import type { Happening, System } from './roles.ts';
import type { Slots } from './slots.ts';
import { pack, spent } from './state.ts';
import type { Budget, Moment, Packed } from './state.ts';
import { whatHappened } from './tell.ts';

/** A step of a system, with what it did; nothing if nobody decided anything. */
export interface SystemStep extends Step<Packed> {
  readonly happening?: Happening;
}

export interface Context<Notes> {
  readonly system: System<Notes>;
  readonly slots: Slots<Notes>;
  readonly effects: Effects;
  /** Numbers of the letters that may be asked of each owner. */
  readonly wishes: readonly (readonly number[])[];
}

/** Deliveries take no time to speak of: a moment each, so that a deadline armed later is later. */
export const A_MOMENT = 1;

export interface Taken<Notes> {
  readonly context: Context<Notes>;
  readonly moment: Moment;
  readonly owner: number;
  readonly effect: Effect;
}

/** What is on its way besides what the effect sends, and what it cost. */
export interface Way {
  readonly flight: readonly number[];
  readonly budget?: Budget;
  readonly mishap?: string;
}

export const step = <Notes>(
  { context, moment, owner, effect }: Taken<Notes>,
  { flight, budget, mishap }: Way,
): SystemStep => {
  const isForTheLiving = (letter: number): boolean =>
    !isDead(context, moment.slots, context.slots.letters.at(letter).to);
  const slots = Array.from(moment.slots);
  for (const [slot, value] of effect.writes) slots[slot] = value;
  const next = {
    budgets: budget === undefined ? moment.budgets : paid(moment, owner, budget),
    slots,
    flight: [...flight, ...effect.letters.filter(isForTheLiving)].sort((a, b) => a - b),
  };
  return {
    owner: nameOf(context, owner),
    local: effect.local,
    next: pack(next),
    happening: effect.happening,
    tell: () => [whatHappened(effect.happening), ...(mishap === undefined ? [] : [mishap])].join('; '),
  };
};

export const nameOf = <Notes>({ system }: Context<Notes>, owner: number): string =>
  system.owners[owner] ?? '';

export const paid = ({ budgets }: Moment, owner: number, budget: Budget): readonly number[] =>
  budgets.with(owner, spent(budgets[owner] ?? 0, budget));
