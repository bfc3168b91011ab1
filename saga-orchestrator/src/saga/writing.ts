// From what happened to what is kept and sent, in one decision.
import { nothing } from '@saga-lab/platform/decider/decider';
import type { Decision } from '@saga-lab/platform/decider/decider';
import type { Outgoing, Stamp } from '@saga-lab/platform/decider/message';
import { sagaStream } from './events.ts';
import type { Happening, SagaEvent } from './events.ts';
import { isTimer } from './messages.ts';
import type { SagaMessage } from './messages.ts';
import { evolve, goingOf } from './state.ts';
import type { Saga } from './state.ts';
import { rowOf } from './table.ts';
import type { SagaDefinition } from './table.ts';
import { armTimer } from './timers.ts';

/** The service to which a saga's timers come back. */
const ORCHESTRATOR = 'saga-orchestrator';

/** Writes down what happened, and sends the commands that it speaks of: none leaves without its event. */
export const write = <Memory>(
  definition: SagaDefinition<Memory>,
  message: SagaMessage & Stamp,
  { state, happened }: { readonly state: Saga<Memory>; readonly happened: readonly Happening[] },
): Decision<SagaEvent> => {
  if (happened.length === 0 && !isTimer(message)) return nothing;
  const fold = evolve(definition);
  const stream = sagaStream(message.sagaId);
  const all = [...happened, ...armTimer(happened.reduce(fold, state), isTimer(message))];
  let now = state;
  const messages = all.flatMap((happening) => {
    now = fold(now, happening);
    return outgoing(definition, now, { happening, sagaId: message.sagaId });
  });
  return { events: all.map((happening) => ({ stream, ...happening })), messages };
};

const outgoing = <Memory>(
  { steps, carries }: SagaDefinition<Memory>,
  now: Saga<Memory>,
  { happening: { type, data }, sagaId }: { readonly happening: Happening; readonly sagaId: string },
): Outgoing[] => {
  const going = goingOf(now);
  if (!going) return [];
  if (type === 'TimerArmed')
    return [{ type: 'SagaTimer', data: { n: data.n }, to: ORCHESTRATOR, notBefore: data.fireAt, sagaId }];
  if (type !== 'CommandSent') return [];
  const { step, operation, command, attempt } = data;
  const carry = carries[command];
  if (!carry) throw new Error(`nothing says what ${command} carries`);
  const reason = going.status === 'COMPENSATING' ? going.reason : '';
  const to = rowOf(steps, step).participant;
  return [{ type: command, data: carry(going.memory, reason), to, sagaId, step, operation, attempt }];
};
