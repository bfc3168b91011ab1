// The moves of a saga: which command is sent next, forwards or backwards, and how it ends.
import type { Stamp } from '@saga-lab/platform/decider/message';
import type { Happening, Task } from './events.ts';
import type { SagaPolicy } from './policy.ts';
import { repeatAt } from './policy.ts';
import { goingOf, openTask } from './state.ts';
import type { Going, Saga } from './state.ts';
import { commandOf, placeOf, rowAt, rowOf } from './table.ts';
import type { Step } from './table.ts';

/** What every move is made by. */
export interface Rules {
  readonly steps: readonly Step[];
  readonly policy: SagaPolicy;
}

/** Where a saga may still turn round: the pivot, and what comes after it, has not been sent. */
export const isBeforePivot = (steps: readonly Step[], { status, step }: Going<unknown>): boolean =>
  status === 'RUNNING' && rowOf(steps, step).kind === 'compensatable';

/** The step is done: the next one, or the end. */
export const forwardFrom = (rules: Rules, step: string, stamp: Stamp): Happening[] => {
  const next = rules.steps[placeOf(rules.steps, step) + 1];
  if (!next) return [{ type: 'SagaCompleted', data: {} }];
  return [send(rules, { step: next.step, operation: 'action' }, stamp)];
};

/** Turns round at a step whose outcome is unknown: it is undone, and all before it. */
export const undoFrom = (rules: Rules, step: string, reason: string, stamp: Stamp): Happening[] => [
  { type: 'CompensationStarted', data: { from: step, reason } },
  send(rules, { step, operation: 'compensation' }, stamp),
];

/** Turns round at a step that was refused: there is nothing of it to undo. */
export const undoBefore = (rules: Rules, step: string, reason: string, stamp: Stamp): Happening[] => {
  const before = rowAt(rules.steps, placeOf(rules.steps, step) - 1);
  return undoFrom(rules, before.step, reason, stamp);
};

/** The step is undone: the one before it, or the end. */
export const backFrom = (rules: Rules, step: string, reason: string, stamp: Stamp): Happening[] => {
  const next = rules.steps[placeOf(rules.steps, step) - 1];
  if (!next) return [{ type: 'SagaCompensated', data: { reason } }];
  return [send(rules, { step: next.step, operation: 'compensation' }, stamp)];
};

/** The open command once more. The deadline of a step before the pivot stays what it is. */
export const sendAgain = (rules: Rules, saga: Saga<unknown>, stamp: Stamp): Happening[] => {
  const going = goingOf(saga);
  if (!going) return [];
  const attempt = going.attempt + 1;
  const waitUntil = isBeforePivot(rules.steps, going)
    ? going.waitUntil
    : repeatAt(rules.policy, { attempt, parked: saga.status === 'PARKED' }, stamp);
  return [sent(rules, openTask(going), { attempt, waitUntil })];
};

const send = (rules: Rules, task: Task, stamp: Stamp): Happening => {
  const { kind } = rowOf(rules.steps, task.step);
  const givenUp = kind === 'compensatable' && task.operation === 'action';
  const waitUntil = givenUp
    ? stamp.receivedAt + rules.policy.stepDeadlineMs
    : repeatAt(rules.policy, { attempt: 1, parked: false }, stamp);
  return sent(rules, task, { attempt: 1, waitUntil });
};

const sent = (
  { steps }: Rules,
  task: Task,
  trial: { readonly attempt: number; readonly waitUntil: number },
): Happening => ({
  type: 'CommandSent',
  data: { ...task, command: commandOf(rowOf(steps, task.step), task.operation), ...trial },
});
