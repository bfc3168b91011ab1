// The one timer of a saga: deadline, repeat and back-off are all what happens when it fires.
import type { Stamp } from '@saga-lab/platform/decider/message';
import type { Happening } from './events.ts';
import type { SagaTimer } from './messages.ts';
import { isBeforePivot, sendAgain, undoFrom } from './moves.ts';
import type { Rules } from './moves.ts';
import { reasonFor } from './replies.ts';
import { goingOf, openTask } from './state.ts';
import type { Going, Saga } from './state.ts';
import { commandOf, rowOf } from './table.ts';

/** Only the timer that was armed last, and only as long as the saga goes on. */
export const wantsTimer = (saga: Saga<unknown>, timer: SagaTimer): boolean =>
  goingOf(saga)?.timer?.n === timer.data.n;

/** Nothing has come in time, unless the timer is early: then it is only armed again. */
export const fire = (rules: Rules, saga: Saga<unknown>, stamp: Stamp): Happening[] => {
  const going = goingOf(saga);
  if (!going || stamp.receivedAt < going.waitUntil) return [];
  if (isBeforePivot(rules.steps, going)) return timeOut(rules, going, stamp);
  if (saga.status === 'PARKED' || going.attempt < rules.policy.triesBeforeParked)
    return sendAgain(rules, saga, stamp);
  const error = `no answer to ${openCommand(rules, going)} after ${going.attempt} tries`;
  return [
    { type: 'SagaParked', data: { ...openTask(going), error } },
    ...sendAgain(rules, { status: 'PARKED', doing: going, error }, stamp),
  ];
};

const timeOut = (rules: Rules, { step }: Going<unknown>, stamp: Stamp): Happening[] => [
  { type: 'StepTimedOut', data: { step } },
  ...undoFrom(rules, step, reasonFor(step, 'TIMED_OUT'), stamp),
];

const openCommand = ({ steps }: Rules, going: Going<unknown>): string => {
  const { step, operation } = openTask(going);
  return commandOf(rowOf(steps, step), operation);
};

/** Arms the next timer if none is left, or if the one that is armed would be too late. */
export const armTimer = (saga: Saga<unknown>, hasFired: boolean): Happening[] => {
  const going = goingOf(saga);
  if (!going) return [];
  const { timer, waitUntil } = going;
  if (timer && !hasFired && timer.fireAt <= waitUntil) return [];
  return [{ type: 'TimerArmed', data: { n: (timer?.n ?? 0) + 1, fireAt: waitUntil } }];
};
