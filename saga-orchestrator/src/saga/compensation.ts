// The way back: where a saga turns round, how it goes on from there, and who may ask for it.
import { isBeforePivot, send } from './moves.ts';
import type { Moment, Rules } from './moves.ts';
import { activeOf } from './state.ts';
import type { Saga, SagaEventData, WhyIgnored } from './state.ts';
import { placeOf, rowAt } from './table.ts';

/** Turns round at a step whose outcome is unknown: it is undone, and all before it. */
export const undoFrom = (rules: Rules, step: string, reason: string, stamp: Moment): SagaEventData[] => [
  { type: 'CompensationStarted', data: { from: step, reason } },
  send(rules, { step, operation: 'compensation' }, stamp),
];

/** Turns round at a step that was refused: there is nothing of it to undo. */
export const undoBefore = (rules: Rules, step: string, reason: string, stamp: Moment): SagaEventData[] => {
  const before = rowAt(rules.steps, placeOf(rules.steps, step) - 1);
  return undoFrom(rules, before.step, reason, stamp);
};

/** The step is undone: the one before it, or the end. */
export const backFrom = (rules: Rules, step: string, reason: string, stamp: Moment): SagaEventData[] => {
  const next = rules.steps[placeOf(rules.steps, step) - 1];
  if (!next) return [{ type: 'SagaCompensated', data: { reason } }];
  return [send(rules, { step: next.step, operation: 'compensation' }, stamp)];
};

export interface AbortRequest {
  readonly by: string;
  readonly reason: string;
  readonly note?: string;
}

/** Undoes everything, the open step included: its outcome is unknown. */
export const abort = (
  rules: Rules,
  saga: Saga<unknown>,
  request: AbortRequest,
  stamp: Moment,
): SagaEventData[] => {
  const active = activeOf(saga);
  if (!active) return [];
  const moment = { ...stamp, slowestMs: active.slowestMs };
  return [{ type: 'AbortRequested', data: request }, ...undoFrom(rules, active.step, request.reason, moment)];
};

/** Why a saga that has started cannot be aborted: it can only before its pivot is sent. */
export const whyNotAborted = (rules: Rules, saga: Saga<unknown>): WhyIgnored | undefined => {
  const active = activeOf(saga);
  if (!active) return 'ENDED';
  if (active.status === 'COMPENSATING') return 'COMPENSATING_ALREADY';
  return isBeforePivot(rules.steps, active) ? undefined : 'PAST_PIVOT';
};
