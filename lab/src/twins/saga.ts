// Bugs of the saga itself: where it turns round, how far back it goes, and what it takes for an answer.
import { orderFulfilment } from '@saga-lab/saga-orchestrator/sagas/order-fulfilment/order-fulfilment';
import type { States } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import type { Active, Saga } from '@saga-lab/saga-orchestrator/saga/state';
import { activeOf, sagaStream } from '@saga-lab/saga-orchestrator/saga/state';
import { placeOf, rowOf } from '@saga-lab/saga-orchestrator/saga/table';
import { inDecider } from './planted.ts';
import type { AnyDecider, PlantedBug } from './planted.ts';

const { steps, cancelledBy } = orderFulfilment;
const orchestrator = 'saga-orchestrator';

/** Decides on the saga as this function shows it, if it is underway. */
const seeing = (otherwise: (active: Active<unknown>, message: Message) => Active<unknown>) =>
  inDecider(
    ({ decide }) => ({
      decide: (states, message) => decide(seenOtherwise(states, message, otherwise), message),
    }),
    orchestrator,
  );

const seenOtherwise = (
  states: States<unknown>,
  message: Message,
  otherwise: (active: Active<unknown>, message: Message) => Active<unknown>,
): States<unknown> => {
  const stream = sagaStream(message.sagaId ?? '');
  const saga = states[stream] as Saga<unknown> | undefined;
  const active = saga && activeOf(saga);
  if (!active) return states;
  const other = otherwise(active, message);
  return { ...states, [stream]: saga.status === 'PARKED' ? { ...saga, active: other } : other };
};

/** As if the step that is open had not been sent yet. */
const atStepBefore = (active: Active<unknown>): Active<unknown> => {
  const before = steps[placeOf(steps, active.step) - 1];
  const isForward = active.status === 'RUNNING' && rowOf(steps, active.step).kind === 'compensatable';
  return before && isForward ? { ...active, step: before.step } : active;
};

export const cancelForgetsOpenStep: PlantedBug = {
  name: 'a cancelled saga forgets its open step',
  mechanism: 'undoing the open step when the customer cancels',
  rules: ['R-39', 'R-43'],
  consequence: 'The step that was under way when the customer cancelled takes effect, and is never undone.',
  breaks: ['I-4', 'I-11'],
  change: seeing((active, { type }) => (type === cancelledBy.type ? atStepBefore(active) : active)),
};

export const deadlineForgetsOpenStep: PlantedBug = {
  name: 'a deadline forgets the step it is for',
  mechanism: 'arming at sending: a step without an answer is not undone',
  rules: ['R-43'],
  consequence: 'A step whose answer came too late has happened all the same, and is never undone.',
  breaks: ['I-4', 'I-11'],
  change: seeing((active, { type }) => (type === 'SagaTimer' ? atStepBefore(active) : active)),
};

/** Past the point of no return, as if it had not come yet. */
const beforePivot = (active: Active<unknown>): Active<unknown> => {
  const pivot = steps.findIndex(({ kind }) => kind === 'pivot');
  const before = steps[pivot - 1];
  const isPast = active.status === 'RUNNING' && placeOf(steps, active.step) >= pivot;
  return before && isPast ? { ...active, step: before.step } : active;
};

export const deadlineAfterPivot: PlantedBug = {
  name: 'a deadline that also fires after the pivot',
  mechanism: 'the pivot: once it is sent, no deadline turns the saga round',
  rules: ['R-40', 'R-43'],
  consequence:
    'An order that is approved already is undone because an answer was late: approved, and not paid.',
  breaks: ['I-3', 'I-4', 'I-11', 'I-12'],
  change: seeing((active, { type }) => (type === 'SagaTimer' ? beforePivot(active) : active)),
};

/** Whatever a reply is about counts as what the saga waits for. */
const asReplySays = (active: Active<unknown>, { type, step, operation }: Message): Active<unknown> => {
  if (step === undefined || operation === undefined || type === steps[0]?.succeeded) return active;
  const { memory, attempt, waitUntil, timer } = active;
  const open = { memory, step, attempt, waitUntil, ...(timer && { timer }) };
  if (operation === 'action') return { status: 'RUNNING', ...open };
  return { status: 'COMPENSATING', reason: active.status === 'RUNNING' ? '' : active.reason, ...open };
};

export const anyReplyCounts: PlantedBug = {
  name: 'any reply counts',
  mechanism: 'the check that a reply is to the open step and operation',
  rules: ['R-37', 'R-45'],
  consequence: 'A late or repeated reply throws the saga back to a step that it had left.',
  breaks: ['I-3', 'I-4', 'I-6', 'I-11', 'I-12'],
  change: seeing(asReplySays),
};

/** The saga counts as undone where its first step would have to be undone. */
const withoutLast =
  ({ decide }: AnyDecider): AnyDecider['decide'] =>
  (states, message) => {
    const decision = decide(states, message);
    const [first] = decision.events;
    const undo = decision.messages.find(({ type }) => type === steps[0]?.compensation);
    if (!first || !undo) return decision;
    const { reason } = undo.data as { reason: string };
    const kept = decision.events.filter(({ type }) => type !== 'CommandSent' && type !== 'TimerArmed');
    const end = { stream: first.stream, type: 'SagaCompensated', data: { reason } };
    return { events: [...kept, end], messages: [] };
  };

export const lastCompensationSkipped: PlantedBug = {
  name: 'last compensation skipped',
  mechanism: 'the last compensation',
  rules: ['R-39'],
  consequence: 'The saga says that it is undone while its order stays pending for ever.',
  breaks: ['I-4', 'I-11'],
  change: inDecider((decider) => ({ decide: withoutLast(decider) }), orchestrator),
};

export const gateStaysClosed: PlantedBug = {
  name: 'a start gate that never opens again',
  mechanism: 'the start gate: it opens again when sagas have ended',
  rules: ['R-51'],
  consequence: 'Once as many sagas run as may, no further one ever starts.',
  breaks: ['I-3'],
  change: ({ definition, ports }) => {
    const { background } = definition;
    if (definition.name !== orchestrator || !background) return { definition, ports };
    const resume = () => Promise.resolve();
    return {
      ports,
      definition: {
        ...definition,
        background: (world) => background({ ...world, runtime: { ...world.runtime, resume } }),
      },
    };
  },
};

export const sagaBugs = [
  cancelForgetsOpenStep,
  deadlineForgetsOpenStep,
  deadlineAfterPivot,
  anyReplyCounts,
  lastCompensationSkipped,
  gateStaysClosed,
];
