// Which command is sent next, how long its answer may take, and when it is sent again.
import { firstWait, tryAgainAt } from '@saga-lab/platform/decider/back-off';
import type { Stamp } from '@saga-lab/platform/decider/message';
import { activeOf, openTask } from './state.ts';
import type { Active, Saga, SagaEventData, Task } from './state.ts';
import { commandOf, placeOf, rowOf } from './table.ts';
import type { Step } from './table.ts';

/** How long a saga waits, and how often it tries. Milliseconds, but for `triesBeforeParked`. */
export interface SagaPolicy {
  /** How long a step before the pivot may take. */
  readonly stepDeadlineMs: number;
  /** Before the first repeat of a command that is repeated, where answers are not slow; doubles each time, up to the most. */
  readonly repeatFirstMs: number;
  readonly repeatMostMs: number;
  /** Tries without an answer until the saga is shown to people. */
  readonly triesBeforeParked: number;
  /** Between the tries of a parked saga. */
  readonly slowRepeatMs: number;
}

/** What every move is made by. */
export interface Rules {
  readonly steps: readonly Step[];
  readonly policy: SagaPolicy;
}

/** When a move is made, and the longest that an answer has taken in this saga so far, milliseconds. */
export interface Moment extends Stamp {
  readonly slowestMs?: number | undefined;
}

/** Where a saga may still turn round: the pivot, and what comes after it, has not been sent. */
export const isBeforePivot = (steps: readonly Step[], { status, step }: Active<unknown>): boolean =>
  status === 'RUNNING' && rowOf(steps, step).kind === 'compensatable';

/**
 * The longest that an answer has taken in this saga, with the one that comes now. How long it took is known of a step before
 * the pivot, whose deadline stays what it is; milliseconds.
 */
export const slowestAnswer = (
  { steps, policy }: Rules,
  active: Active<unknown>,
  { receivedAt }: Stamp,
): number => {
  const { waitUntil, slowestMs = 0 } = active;
  if (!isBeforePivot(steps, active)) return slowestMs;
  return Math.max(slowestMs, receivedAt - (waitUntil - policy.stepDeadlineMs));
};

/** The step is done: the next one, or the end. */
export const forwardFrom = (rules: Rules, step: string, stamp: Moment): SagaEventData[] => {
  const next = rules.steps[placeOf(rules.steps, step) + 1];
  if (!next) return [{ type: 'SagaCompleted', data: {} }];
  return [send(rules, { step: next.step, operation: 'action' }, stamp)];
};

/** The open command once more. The deadline of a step before the pivot stays what it is. */
export const sendAgain = (rules: Rules, saga: Saga<unknown>, stamp: Stamp): SagaEventData[] => {
  const active = activeOf(saga);
  if (!active) return [];
  const attempt = active.attempt + 1;
  const waitUntil = isBeforePivot(rules.steps, active)
    ? active.waitUntil
    : repeatAt(
        rules.policy,
        { attempt, parked: saga.status === 'PARKED' },
        { ...stamp, slowestMs: active.slowestMs },
      );
  return [sent(rules, openTask(active), { attempt, waitUntil })];
};

/** A command for the first time. */
export const send = (rules: Rules, task: Task, stamp: Moment): SagaEventData => {
  const { kind } = rowOf(rules.steps, task.step);
  const givenUp = kind === 'compensatable' && task.operation === 'action';
  const waitUntil = givenUp
    ? stamp.receivedAt + rules.policy.stepDeadlineMs
    : repeatAt(rules.policy, { attempt: 1, parked: false }, stamp);
  const { slowestMs = 0 } = stamp;
  const isSlow = firstWait(rules.policy.repeatFirstMs, slowestMs) > rules.policy.repeatFirstMs;
  return sent(rules, task, { attempt: 1, waitUntil, ...(isSlow && { slowestMs }) });
};

const sent = (
  { steps }: Rules,
  task: Task,
  trial: { readonly attempt: number; readonly waitUntil: number; readonly slowestMs?: number },
): SagaEventData => ({
  type: 'CommandSent',
  data: { ...task, command: commandOf(rowOf(steps, task.step), task.operation), ...trial },
});

/** Waits after the given try (from 1), +-25 % so that many sagas do not come at once. */
export const repeatAt = (
  { repeatFirstMs, repeatMostMs, slowRepeatMs }: SagaPolicy,
  { attempt, parked }: { readonly attempt: number; readonly parked: boolean },
  moment: Moment,
): number => {
  const { slowestMs = 0 } = moment;
  const first = parked ? slowRepeatMs : firstWait(repeatFirstMs, slowestMs);
  const most = parked ? slowRepeatMs : repeatMostMs;
  return tryAgainAt(attempt, { first, most, spread: 0.25 }, moment);
};
