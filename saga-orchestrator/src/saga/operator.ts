// What a person may do to a saga; each act is an event with who and why.
import type { Refusal } from '@saga-lab/platform/decider/decider';
import type { Stamp } from '@saga-lab/platform/decider/message';
import { abort, backFrom, whyNotAborted } from './compensation.ts';
import { forwardFrom, sendAgain } from './moves.ts';
import type { Rules } from './moves.ts';
import { activeOf, openTask } from './state.ts';
import type { Saga, SagaEventData } from './state.ts';
import type { AbortSaga, OperatorAct, ResolveStep } from './table.ts';

export const onOperator = (
  rules: Rules,
  saga: Saga<unknown>,
  act: OperatorAct & Stamp,
): SagaEventData[] | Refusal => {
  if (saga.status === 'NEW') return refusal('NOT_FOUND', `there is no saga ${act.sagaId}`);
  if (!activeOf(saga)) return refusal('SAGA_ENDED', `saga ${act.sagaId} is ${saga.status}`);
  switch (act.type) {
    case 'RetrySaga':
      return [{ type: 'RetryRequested', data: { by: act.data.by } }, ...sendAgain(rules, saga, act)];
    case 'AbortSaga':
      return abortSaga(rules, saga, act);
    case 'ResolveStep':
      return resolveStep(rules, saga, act);
  }
};

const abortSaga = (rules: Rules, saga: Saga<unknown>, act: AbortSaga & Stamp): SagaEventData[] | Refusal => {
  const request = { by: act.data.by, reason: 'ABORTED_BY_OPERATOR', note: act.data.reason };
  const why = whyNotAborted(rules, saga);
  if (why === 'COMPENSATING_ALREADY') return [{ type: 'AbortIgnored', data: { ...request, why } }];
  if (why !== undefined)
    return refusal('SAGA_PAST_PIVOT', `saga ${act.sagaId} has sent its pivot and can only go forward`);
  return abort(rules, saga, request, act);
};

const resolveStep = (
  rules: Rules,
  saga: Saga<unknown>,
  act: ResolveStep & Stamp,
): SagaEventData[] | Refusal => {
  if (saga.status !== 'PARKED')
    return refusal(
      'SAGA_NOT_PARKED',
      `saga ${act.sagaId} is ${saga.status}: only a PARKED saga can be resolved`,
    );
  const { active } = saga;
  const { by, reason } = act.data;
  const moment = { ...act, slowestMs: active.slowestMs };
  const next =
    active.status === 'RUNNING'
      ? forwardFrom(rules, active.step, moment)
      : backFrom(rules, active.step, active.reason, moment);
  return [{ type: 'StepResolvedByHand', data: { ...openTask(active), by, reason } }, ...next];
};

const refusal = (code: string, detail: string): Refusal => ({ code, detail });
