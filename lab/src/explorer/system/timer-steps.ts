// Timers that may fire: when time has passed, when somebody is dead, or although nobody is.
import type { Effect } from './effects.ts';
import { suspicion } from './fault-steps.ts';
import { isDead } from './faults.ts';
import type { TimerLetter } from './slots.ts';
import { isLeft } from './state.ts';
import type { Moment } from './state.ts';
import { A_MOMENT, step } from './step.ts';
import type { Context, SystemStep } from './step.ts';

export const timersThatFire = <Notes>(context: Context<Notes>, moment: Moment): readonly SystemStep[] =>
  moment.slots.flatMap((value, slot) => {
    const role = context.slots.roleOf(slot);
    if (role < 0 || value === 0 || isDead(context, moment.slots, role)) return [];
    const { state } = context.slots.streamAt(value);
    return context.slots
      .timersAt(value, role)
      .flatMap((timer) => timerThatFires(context, moment, { ...timer, state }));
  });

/** A timer that is only armed again changes nothing for others, and costs nothing; so does one that takes the dead for dead. */
const timerThatFires = <Notes>(
  context: Context<Notes>,
  moment: Moment,
  { letter, at, state }: TimerLetter & { readonly state: unknown },
): readonly SystemStep[] => {
  const effect = context.effects.of({ letter, at: Math.max(at, A_MOMENT), isTimer: true }, moment.slots);
  const owner = context.effects.ownerOf(letter);
  const taken = { context, moment, owner, effect };
  const suspects = suspicion(context, moment, { letter, state });
  const isFree =
    suspects === 'none' ? !sendsAnything(effect) || isQuiet(context, moment, owner) : suspects === 'right';
  if (isFree) return [step(taken, { flight: moment.flight })];
  return isLeft(moment.budgets[owner] ?? 0, 'timeouts')
    ? [step(taken, { flight: moment.flight, budget: 'timeouts' })]
    : [];
};

const sendsAnything = ({ letters, happening }: Effect): boolean =>
  letters.length > 0 || happening.error !== undefined;

/** Nothing of this owner is on its way, so that time passes until a timer is due. */
const isQuiet = <Notes>({ slots, effects }: Context<Notes>, { flight }: Moment, owner: number): boolean =>
  flight.every((letter) => slots.letters.at(letter).again || effects.ownerOf(letter) !== owner);
