// Everything that can happen next in a system: a delivery, a mishap, a timer, a wish from outside.
import type { Step } from '../world.ts';
import type { Effect, Effects } from './effects.ts';
import type { Happening, System } from './roles.ts';
import type { Slots, TimerLetter } from './slots.ts';
import { isLeft, pack, spent } from './state.ts';
import type { Budget, Moment, Packed } from './state.ts';
import { messageInWords, whatHappened } from './tell.ts';

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
const A_MOMENT = 1;

export const stepsOf = <Notes>(context: Context<Notes>, moment: Moment): readonly SystemStep[] => [
  ...deliveries(context, moment),
  ...timersThatFire(context, moment),
  ...wishes(context, moment),
];

const deliveries = <Notes>(context: Context<Notes>, moment: Moment): readonly SystemStep[] =>
  moment.flight.flatMap((number, place) => {
    if (moment.flight[place - 1] === number) return []; // the same message once more
    const letter = context.slots.letters.at(number);
    return letter.again ? [knownToInbox(context, moment, place)] : waysOf(context, moment, place);
  });

/** A message of the flight, and what is known of it. */
const placed = <Notes>({ slots, effects }: Context<Notes>, moment: Moment, place: number) => {
  const number = moment.flight[place] ?? 0;
  const owner = effects.ownerOf(number);
  return { number, owner, letter: slots.letters.at(number), left: moment.budgets[owner] ?? 0 };
};

/** It has no effect: the runtime answers it from what is stored. */
const knownToInbox = <Notes>(context: Context<Notes>, moment: Moment, place: number): SystemStep => {
  const { letter, owner } = placed(context, moment, place);
  const receiver = context.system.roles[letter.to]?.name ?? '';
  return {
    owner: nameOf(context, owner),
    local: true,
    alone: true,
    next: pack({ ...moment, flight: moment.flight.toSpliced(place, 1) }),
    tell: () =>
      `${receiver} receives ${messageInWords(letter.message)} again: its inbox knows it, and nothing happens`,
  };
};

/** All that can become of a message that nobody has taken in. */
const waysOf = <Notes>(context: Context<Notes>, moment: Moment, place: number): readonly SystemStep[] => {
  const { number, letter, owner, left } = placed(context, moment, place);
  const effect = context.effects.of({ letter: number, at: A_MOMENT, isTimer: false }, moment.slots);
  const rest = moment.flight.toSpliced(place, 1);
  const taken = { context, moment, owner, effect };
  const { again } = context.slots;
  const steps = [step(taken, { flight: rest })];
  if (isLeft(left, 'copies') && !letter.isRequest)
    steps.push(
      step(taken, {
        flight: [...rest, number],
        budget: 'copies',
        mishap: 'a copy of it is still on its way',
      }),
    );
  if (isLeft(left, 'crashes'))
    steps.push(
      step(taken, {
        flight: [...rest, again(number)],
        budget: 'crashes',
        mishap: 'it dies before it can ack',
      }),
    );
  if (isLeft(left, 'losses') && !letter.isRequest) steps.push(loss(context, moment, place));
  return steps;
};

const loss = <Notes>(context: Context<Notes>, moment: Moment, place: number): SystemStep => {
  const { letter, owner } = placed(context, moment, place);
  const budgets = paid(moment, owner, 'losses');
  return {
    owner: nameOf(context, owner),
    local: true,
    next: pack({ ...moment, flight: moment.flight.toSpliced(place, 1), budgets }),
    tell: () => `${messageInWords(letter.message)} is lost`,
  };
};

const timersThatFire = <Notes>(context: Context<Notes>, moment: Moment): readonly SystemStep[] =>
  moment.slots.flatMap((value, slot) => {
    const role = context.slots.roleOf(slot);
    return role < 0 || value === 0
      ? []
      : context.slots.timersAt(value, role).flatMap((timer) => timerThatFires(context, moment, timer));
  });

/** A timer that is only armed again changes nothing for others, and costs nothing. */
const timerThatFires = <Notes>(
  context: Context<Notes>,
  moment: Moment,
  { letter, at }: TimerLetter,
): readonly SystemStep[] => {
  const effect = context.effects.of({ letter, at: Math.max(at, A_MOMENT), isTimer: true }, moment.slots);
  const owner = context.effects.ownerOf(letter);
  const taken = { context, moment, owner, effect };
  if (!sendsAnything(effect) || isQuiet(context, moment, owner))
    return [step(taken, { flight: moment.flight })];
  return isLeft(moment.budgets[owner] ?? 0, 'timeouts')
    ? [step(taken, { flight: moment.flight, budget: 'timeouts' })]
    : [];
};

const sendsAnything = ({ letters, happening }: Effect): boolean =>
  letters.length > 0 || happening.error !== undefined;

/** Nothing of this owner is on its way, so that time passes until a timer is due. */
const isQuiet = <Notes>({ slots, effects }: Context<Notes>, { flight }: Moment, owner: number): boolean =>
  flight.every((letter) => slots.letters.at(letter).again || effects.ownerOf(letter) !== owner);

const wishes = <Notes>(context: Context<Notes>, moment: Moment): readonly SystemStep[] =>
  moment.budgets.flatMap((left, owner) => (isLeft(left, 'wishes') ? wishesOf(context, moment, owner) : []));

/** A request that is refused, or changes nothing, is as if it had not been. */
const wishesOf = <Notes>(context: Context<Notes>, moment: Moment, owner: number): readonly SystemStep[] =>
  (context.wishes[owner] ?? []).flatMap((letter) => {
    const effect = context.effects.of({ letter, at: A_MOMENT, isTimer: false }, moment.slots);
    const { events, sent, error } = effect.happening;
    if (events.length + sent.length === 0 && error === undefined) return [];
    return [step({ context, moment, owner, effect }, { flight: moment.flight, budget: 'wishes' })];
  });

interface Taken<Notes> {
  readonly context: Context<Notes>;
  readonly moment: Moment;
  readonly owner: number;
  readonly effect: Effect;
}

/** What is on its way besides what the effect sends, and what it cost. */
interface Way {
  readonly flight: readonly number[];
  readonly budget?: Budget;
  readonly mishap?: string;
}

const step = <Notes>(
  { context, moment, owner, effect }: Taken<Notes>,
  { flight, budget, mishap }: Way,
): SystemStep => {
  const slots = Array.from(moment.slots);
  for (const [slot, value] of effect.writes) slots[slot] = value;
  const next = {
    budgets: budget === undefined ? moment.budgets : paid(moment, owner, budget),
    slots,
    flight: [...flight, ...effect.letters].sort((a, b) => a - b),
  };
  return {
    owner: nameOf(context, owner),
    local: effect.local,
    next: pack(next),
    happening: effect.happening,
    tell: () => [whatHappened(effect.happening), ...(mishap === undefined ? [] : [mishap])].join('; '),
  };
};

const nameOf = <Notes>({ system }: Context<Notes>, owner: number): string => system.owners[owner] ?? '';

const paid = ({ budgets }: Moment, owner: number, budget: Budget): readonly number[] =>
  budgets.with(owner, spent(budgets[owner] ?? 0, budget));
