// The decider that any valid table becomes: from a message to events, and from these to what is kept and sent.
import { nothing } from '@saga-lab/platform/decider/decider';
import type { Decider, Decision, Refusal } from '@saga-lab/platform/decider/decider';
import type { Outgoing, Stamp } from '@saga-lab/platform/decider/message';
import { undoFrom } from './compensation.ts';
import { forwardFrom } from './moves.ts';
import type { Rules, SagaPolicy } from './moves.ts';
import { onOperator } from './operator.ts';
import { ignored, onCancellation, onReply } from './replies.ts';
import { activeOf, evolve, sagaStream } from './state.ts';
import type { Saga, SagaEvent, SagaEventData } from './state.ts';
import { isOperatorAct, isTimer, rowAt, rowOf } from './table.ts';
import type { SagaDefinition, SagaMessage, SagaReply } from './table.ts';
import { armTimer, onTimer, wantsTimer } from './timer.ts';
import { validate } from './validate.ts';

type SagaDecider<Memory> = Decider<Saga<Memory>, SagaMessage, SagaEvent>;

/** The service to which a saga's timers come back. */
const ORCHESTRATOR = 'saga-orchestrator';

/** @throws PermanentError, code SAGA_TABLE, for a table that would not keep its promises. */
export const saga = <Memory>(definition: SagaDefinition<Memory>, policy: SagaPolicy): SagaDecider<Memory> => {
  validate(definition);
  const rules = { steps: definition.steps, policy };
  const stateOf = (states: Readonly<Record<string, Saga<Memory> | undefined>>, { sagaId }: SagaMessage) =>
    states[sagaStream(sagaId)] ?? { status: 'NEW' };

  return {
    streams: ({ sagaId }) => [sagaStream(sagaId)],
    decide: (states, message) => {
      const state = stateOf(states, message);
      if (isTimer(message) && !wantsTimer(state, message)) return nothing;
      const events = react(definition, rules, state, message);
      return isRefusal(events)
        ? { ...nothing, refusal: events }
        : decisionOf(definition, message, state, events);
    },
    evolve: evolve(definition),
    wants: (states, message) => isTimer(message) && wantsTimer(stateOf(states, message), message),
  };
};

const isRefusal = (answer: readonly SagaEventData[] | Refusal): answer is Refusal => 'code' in answer;

const react = <Memory>(
  { name, steps, cancelledBy, isAbout }: SagaDefinition<Memory>,
  rules: Rules,
  state: Saga<Memory>,
  message: SagaMessage & Stamp,
): SagaEventData[] | Refusal => {
  if (isTimer(message)) return onTimer(rules, state, message);
  if (isOperatorAct(message)) return onOperator(rules, state, message);
  if (message.type === cancelledBy.type)
    return message.source === `/${cancelledBy.source}`
      ? onCancellation(rules, state, message)
      : ignored(message, 'WRONG_PARTICIPANT');
  if (message.type === rowAt(steps, 0).succeeded) return start(name, rules, state, message);
  return onReply(rules, state, isAbout, message);
};

/** A saga that exists takes no notice of another start. */
const start = (
  name: string,
  rules: Rules,
  state: Saga<unknown>,
  message: SagaReply & Stamp,
): SagaEventData[] => {
  if (state.status !== 'NEW') return [];
  const { step, participant } = rowAt(rules.steps, 0);
  if (message.source !== `/${participant}`) return ignored(message, 'WRONG_PARTICIPANT');
  if (message.step !== step || message.operation !== 'action') return ignored(message, 'NOT_AN_ANSWER_TO_IT');
  const { type, data } = message;
  const next =
    state.abort === undefined
      ? forwardFrom(rules, step, message)
      : undoFrom(rules, step, state.abort, message);
  return [{ type: 'SagaStarted', data: { saga: name, reply: { type, data } } }, ...next];
};

/** Writes the events down, and sends the commands that they speak of: none leaves without its event. */
const decisionOf = <Memory>(
  definition: SagaDefinition<Memory>,
  message: SagaMessage & Stamp,
  state: Saga<Memory>,
  events: readonly SagaEventData[],
): Decision<SagaEvent> => {
  if (events.length === 0 && !isTimer(message)) return nothing;
  const { sagaId } = message;
  const fold = evolve(definition);
  const all = [...events, ...armTimer(events.reduce(fold, state), isTimer(message))];
  let now = state;
  const messages = all.flatMap((event) => {
    now = fold(now, event);
    return sentWith(definition, now, event, sagaId);
  });
  return { events: all.map((event) => ({ stream: sagaStream(sagaId), ...event })), messages };
};

/** What leaves with an event: the command that it tells of, or the timer. */
const sentWith = <Memory>(
  { steps, commandData }: SagaDefinition<Memory>,
  state: Saga<Memory>,
  { type, data }: SagaEventData,
  sagaId: string,
): Outgoing[] => {
  const active = activeOf(state);
  if (!active) return [];
  if (type === 'TimerArmed')
    return [{ type: 'SagaTimer', data: { n: data.n }, to: ORCHESTRATOR, notBefore: data.fireAt, sagaId }];
  if (type !== 'CommandSent') return [];
  const { step, operation, command, attempt } = data;
  const dataOf = commandData[command];
  if (!dataOf) throw new Error(`\`commandData\` has no entry for ${command}`);
  const reason = active.status === 'COMPENSATING' ? active.reason : '';
  const to = rowOf(steps, step).participant;
  return [{ type: command, data: dataOf(active.memory, reason), to, sagaId, step, operation, attempt }];
};
