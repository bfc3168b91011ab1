// Everything that can happen next in a system: a delivery, a mishap, a timer, a wish from outside.
import { canArrive, faultSteps } from './fault-steps.ts';
import { isStill } from './faults.ts';
import { isLeft, pack } from './state.ts';
import type { Moment } from './state.ts';
import { A_MOMENT, nameOf, paid, step } from './step.ts';
import type { Context, SystemStep } from './step.ts';
import { messageInWords } from './tell.ts';
import { timersThatFire } from './timer-steps.ts';

export const stepsOf = <Notes>(context: Context<Notes>, moment: Moment): readonly SystemStep[] => [
  ...deliveries(context, moment),
  ...timersThatFire(context, moment),
  ...wishes(context, moment),
  ...faultSteps(context, moment),
];

const deliveries = <Notes>(context: Context<Notes>, moment: Moment): readonly SystemStep[] =>
  moment.flight.flatMap((number, place) => {
    if (moment.flight[place - 1] === number) return []; // the same message once more
    if (!canArrive(context, moment, number)) return [];
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
  const first = step(taken, { flight: rest });
  const steps = [isAlone(context, moment, number) ? { ...first, alone: true } : first];
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

/** Nothing else has to do with when it is taken in. */
const isAlone = <Notes>(
  { system, slots, effects }: Context<Notes>,
  moment: Moment,
  number: number,
): boolean =>
  system.isAlone?.(
    slots.letters.at(number).message,
    slots.streamAt(moment.slots[effects.homeOf(number)]).state,
  ) ?? false;

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

const wishes = <Notes>(context: Context<Notes>, moment: Moment): readonly SystemStep[] =>
  moment.budgets.flatMap((left, owner) => (isLeft(left, 'wishes') ? wishesOf(context, moment, owner) : []));

/** A request that is refused, or changes nothing, is as if it had not been. */
const wishesOf = <Notes>(context: Context<Notes>, moment: Moment, owner: number): readonly SystemStep[] =>
  (context.wishes[owner] ?? []).flatMap((letter) => {
    if (isStill(context, moment.slots, context.slots.letters.at(letter).to)) return [];
    const effect = context.effects.of({ letter, at: A_MOMENT, isTimer: false }, moment.slots);
    const { events, sent, error } = effect.happening;
    if (events.length + sent.length === 0 && error === undefined) return [];
    return [step({ context, moment, owner, effect }, { flight: moment.flight, budget: 'wishes' })];
  });
