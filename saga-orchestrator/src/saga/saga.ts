// The decider that any valid table becomes.
import { nothing } from '@saga-lab/platform/decider/decider';
import type { Decider, Refusal } from '@saga-lab/platform/decider/decider';
import type { Stamp } from '@saga-lab/platform/decider/message';
import { hearCancellation } from './aborts.ts';
import { sagaStream } from './events.ts';
import type { Happening, SagaEvent } from './events.ts';
import { isOperatorAct, isTimer } from './messages.ts';
import type { Heard, SagaMessage } from './messages.ts';
import { forwardFrom, undoFrom } from './moves.ts';
import type { Rules } from './moves.ts';
import { operate } from './operator.ts';
import type { SagaPolicy } from './policy.ts';
import { hearReply, ignored } from './replies.ts';
import { evolve } from './state.ts';
import type { Saga } from './state.ts';
import { rowAt } from './table.ts';
import type { SagaDefinition } from './table.ts';
import { fire, wantsTimer } from './timers.ts';
import { validate } from './validate.ts';
import { write } from './writing.ts';

type SagaDecider<Memory> = Decider<Saga<Memory>, SagaMessage, SagaEvent>;

/** @throws PermanentError, code SAGA_TABLE, for a table that would not keep its promises. */
export const saga = <Memory>(definition: SagaDefinition<Memory>, policy: SagaPolicy): SagaDecider<Memory> => {
  validate(definition);
  const rules = { steps: definition.steps, policy };
  const fold = evolve(definition);
  const stateOf = (states: Readonly<Record<string, Saga<Memory> | undefined>>, { sagaId }: SagaMessage) =>
    states[sagaStream(sagaId)] ?? { status: 'NEW' };

  return {
    streams: ({ sagaId }) => [sagaStream(sagaId)],
    decide: (states, message) => {
      const state = stateOf(states, message);
      if (isTimer(message)) {
        if (!wantsTimer(state, message)) return nothing;
        return write(definition, message, { state, happened: fire(rules, state, message) });
      }
      const happened = react(definition, rules, state, message);
      return isRefusal(happened)
        ? { ...nothing, refusal: happened }
        : write(definition, message, { state, happened });
    },
    evolve: fold,
    wants: (states, message) => isTimer(message) && wantsTimer(stateOf(states, message), message),
  };
};

const isRefusal = (answer: readonly Happening[] | Refusal): answer is Refusal => 'code' in answer;

const react = <Memory>(
  { name, steps, cancelledBy, fits }: SagaDefinition<Memory>,
  rules: Rules,
  state: Saga<Memory>,
  message: SagaMessage & Stamp,
): Happening[] | Refusal => {
  if (isOperatorAct(message)) return operate(rules, state, message);
  if (message.type === cancelledBy.type)
    return message.source === `/${cancelledBy.source}`
      ? hearCancellation(rules, state, message)
      : ignored(message, 'WRONG_PARTICIPANT');
  if (message.type === rowAt(steps, 0).succeeded) return start(name, rules, state, message);
  return hearReply(rules, { saga: state, fits }, message);
};

/** A saga that exists takes no notice of another start. */
const start = (saga: string, rules: Rules, state: Saga<unknown>, heard: Heard & Stamp): Happening[] => {
  if (state.status !== 'NEW') return [];
  const { step, participant } = rowAt(rules.steps, 0);
  if (heard.source !== `/${participant}`) return ignored(heard, 'WRONG_PARTICIPANT');
  if (heard.step !== step || heard.operation !== 'action') return ignored(heard, 'NOT_AN_ANSWER_TO_IT');
  const { type, data } = heard;
  const onward =
    state.abort === undefined ? forwardFrom(rules, step, heard) : undoFrom(rules, step, state.abort, heard);
  return [{ type: 'SagaStarted', data: { saga, reply: { type, data } } }, ...onward];
};
