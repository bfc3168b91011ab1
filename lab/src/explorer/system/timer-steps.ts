// Timers that may fire: when time has passed, when somebody is dead, or although nobody is.
import type { Effect } from './effects.ts';
import { suspicion } from './fault-steps.ts';
import { isStill } from './faults.ts';
import { OVERDUE } from './roles.ts';
import type { TimerLetter } from './slots.ts';
import { isLeft } from './state.ts';
import type { Moment } from './state.ts';
import { A_MOMENT, step } from './step.ts';
import type { Context, SystemStep } from './step.ts';

/** When a timer goes off whose role has stood still, milliseconds. */
const MUCH_LATER = 60_000;

type Armed = TimerLetter & { readonly state: unknown };

/** While somebody has still to find out who is dead, time alone makes nobody else lose patience. */
export const timersThatFire = <Notes>(context: Context<Notes>, moment: Moment): readonly SystemStep[] => {
  const armed = armedIn(context, moment).map((timer) => ({
    timer,
    suspects: suspicion(context, moment, timer),
  }));
  const isPending = armed.some(({ suspects }) => suspects === 'right');
  return armed.flatMap(({ timer, suspects }) =>
    timerThatFires(context, moment, {
      timer,
      isDue:
        suspects === 'right' || (suspects === 'none' && !isPending && timePasses(context, moment, timer)),
    }),
  );
};

const armedIn = <Notes>({ system, slots }: Context<Notes>, moment: Moment): readonly Armed[] =>
  moment.slots.flatMap((value, slot) => {
    const role = slots.roleOf(slot);
    if (role < 0 || value === 0 || isStill({ system, slots }, moment.slots, role)) return [];
    const { state } = slots.streamAt(value);
    return slots.timersAt(value, role).map((timer) => ({ ...timer, state }));
  });

/** A timer that is due costs nothing; any other one costs a timeout. */
const timerThatFires = <Notes>(
  context: Context<Notes>,
  moment: Moment,
  { timer, isDue }: { readonly timer: Armed; readonly isDue: boolean },
): readonly SystemStep[] => {
  const owner = context.effects.ownerOf(timer.letter);
  const taken = { context, moment, owner, effect: effectOf(context, moment, timer) };
  if (isDue) return [step(taken, { flight: moment.flight })];
  return isLeft(moment.budgets[owner] ?? 0, 'timeouts')
    ? [step(taken, { flight: moment.flight, budget: 'timeouts' })]
    : [];
};

const effectOf = <Notes>({ effects }: Context<Notes>, { slots }: Moment, { letter, at }: Armed): Effect =>
  effects.of({ letter, at: at === OVERDUE ? MUCH_LATER : Math.max(at, A_MOMENT), isTimer: true }, slots);

/** Nothing is on its way any more; or the timer is only armed again, which changes nothing for others. */
const timePasses = <Notes>(context: Context<Notes>, moment: Moment, timer: Armed): boolean =>
  !sendsAnything(effectOf(context, moment, timer)) ||
  isQuiet(context, moment, context.effects.ownerOf(timer.letter));

const sendsAnything = ({ letters, happening }: Effect): boolean =>
  letters.length > 0 || happening.error !== undefined;

/** Nothing of this owner is on its way, so that time passes until a timer is due. */
const isQuiet = <Notes>({ slots, effects }: Context<Notes>, { flight }: Moment, owner: number): boolean =>
  flight.every((letter) => slots.letters.at(letter).again || effects.ownerOf(letter) !== owner);
