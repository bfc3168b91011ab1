// The one timer of a saga: deadline, repeat and back-off are all what happens when it fires.
import type { Stamp } from '@saga-lab/platform/decider/message';
import { undoFrom } from './compensation.ts';
import { isBeforePivot, sendAgain } from './moves.ts';
import type { Rules } from './moves.ts';
import { reasonFor } from './replies.ts';
import { activeOf, openTask } from './state.ts';
import type { Active, Saga, SagaEventData } from './state.ts';
import { commandOf, rowOf } from './table.ts';
import type { SagaTimer } from './table.ts';

/** Only the timer that was armed last, and only as long as the saga goes on. */
export const wantsTimer = (saga: Saga<unknown>, timer: SagaTimer): boolean =>
  activeOf(saga)?.timer?.n === timer.data.n;

/** Nothing has come in time, unless the timer is early: then it is only armed again. */
export const onTimer = (rules: Rules, saga: Saga<unknown>, stamp: Stamp): SagaEventData[] => {
  const active = activeOf(saga);
  if (!active || stamp.receivedAt < active.waitUntil) return [];
  if (isBeforePivot(rules.steps, active)) return timeOut(rules, active, stamp);
  if (saga.status === 'PARKED' || active.attempt < rules.policy.triesBeforeParked)
    return sendAgain(rules, saga, stamp);
  const error = `no answer to ${openCommand(rules, active)} after ${active.attempt} tries`;
  return [
    { type: 'SagaParked', data: { ...openTask(active), error } },
    ...sendAgain(rules, { status: 'PARKED', active, error }, stamp),
  ];
};

const timeOut = (rules: Rules, { step, slowestMs }: Active<unknown>, stamp: Stamp): SagaEventData[] => [
  { type: 'StepTimedOut', data: { step } },
  ...undoFrom(rules, step, reasonFor(step, 'TIMED_OUT'), { ...stamp, slowestMs }),
];

const openCommand = ({ steps }: Rules, active: Active<unknown>): string => {
  const { step, operation } = openTask(active);
  return commandOf(rowOf(steps, step), operation);
};

/** Arms the next timer if none is left, or if the one that is armed would be too late. */
export const armTimer = (saga: Saga<unknown>, hasFired: boolean): SagaEventData[] => {
  const active = activeOf(saga);
  if (!active) return [];
  const { timer, waitUntil } = active;
  if (timer && !hasFired && timer.fireAt <= waitUntil) return [];
  return [{ type: 'TimerArmed', data: { n: (timer?.n ?? 0) + 1, fireAt: waitUntil } }];
};
