// What a person may do to a saga; each act is an event with who and why.
import type { Refusal } from '@saga-lab/platform/decider/decider';
import type { Stamp } from '@saga-lab/platform/decider/message';
import { abort, whyNot } from './aborts.ts';
import type { Happening } from './events.ts';
import type { AbortSaga, OperatorAct, ResolveStep } from './messages.ts';
import { backFrom, forwardFrom, sendAgain } from './moves.ts';
import type { Rules } from './moves.ts';
import { goingOf, openTask } from './state.ts';
import type { Saga } from './state.ts';

type Answer = Happening[] | Refusal;

export const operate = (rules: Rules, saga: Saga<unknown>, act: OperatorAct & Stamp): Answer => {
  if (saga.status === 'NEW') return refusal('NOT_FOUND', `there is no saga ${act.sagaId}`);
  if (!goingOf(saga)) return refusal('SAGA_ENDED', `saga ${act.sagaId} is ${saga.status}`);
  switch (act.type) {
    case 'RetrySaga':
      return [{ type: 'RetryRequested', data: { by: act.data.by } }, ...sendAgain(rules, saga, act)];
    case 'AbortSaga':
      return abortSaga(rules, saga, act);
    case 'ResolveStep':
      return resolveStep(rules, saga, act);
  }
};

const abortSaga = (rules: Rules, saga: Saga<unknown>, act: AbortSaga & Stamp): Answer => {
  const wish = { by: act.data.by, reason: 'ABORTED_BY_OPERATOR', note: act.data.reason };
  const why = whyNot(rules, saga);
  if (why === 'COMPENSATING_ALREADY') return [{ type: 'AbortIgnored', data: { ...wish, why } }];
  if (why !== undefined)
    return refusal('SAGA_PAST_PIVOT', `saga ${act.sagaId} has sent its pivot and can only go forward`);
  return abort(rules, saga, wish, act);
};

const resolveStep = (rules: Rules, saga: Saga<unknown>, act: ResolveStep & Stamp): Answer => {
  if (saga.status !== 'PARKED')
    return refusal('SAGA_NOT_PARKED', `saga ${act.sagaId} is ${saga.status}: it needs nobody's help`);
  const { doing } = saga;
  const { by, reason } = act.data;
  const onward =
    doing.status === 'RUNNING'
      ? forwardFrom(rules, doing.step, act)
      : backFrom(rules, doing.step, doing.reason, act);
  return [{ type: 'StepResolvedByHand', data: { ...openTask(doing), by, reason } }, ...onward];
};

const refusal = (code: string, detail: string): Refusal => ({ code, detail });
