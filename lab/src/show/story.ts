// The history of a saga in sentences, one for each event that a person wants to know of.
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import type { SagaEvent } from '@saga-lab/saga-orchestrator/saga/state';

/** One sentence without a full stop; `undefined` for an event that has nothing to tell. */
export const sentenceOf = (event: SagaEvent): string | undefined => {
  switch (event.type) {
    case 'SagaStarted':
      return `started by ${event.data.reply.type}`;
    case 'CommandSent':
      return sent(event.data);
    case 'StepSucceeded':
      return `${event.data.step} is done: ${event.data.reply.type}`;
    case 'StepRefused':
      return `${event.data.step} is refused: ${event.data.reply}, ${event.data.reason}`;
    case 'StepTimedOut':
      return `${event.data.step} was not answered by its deadline: it may have happened`;
    case 'CompensationStarted':
      return `compensation starts at ${event.data.from}: ${event.data.reason}`;
    case 'StepCompensated':
      return `${event.data.step} is undone: ${event.data.reply}${event.data.answer === 'EMPTY' ? ' (there was nothing to undo)' : ''}`;
    case 'SagaParked':
      return `PARKED at ${event.data.step}: ${event.data.error}`;
    case 'SagaCompleted':
      return 'COMPLETED';
    case 'SagaCompensated':
      return `COMPENSATED: ${event.data.reason}`;
    case 'ReplyIgnored':
      return `${event.data.reply} of ${event.data.from} is ignored: ${event.data.why}`;
    case 'AbortRequested':
    case 'AbortIgnored':
    case 'RetryRequested':
    case 'StepResolvedByHand':
      return act(event);
    case 'TimerArmed':
      return undefined;
    default:
      return unexpected(event);
  }
};

type Act = Extract<
  SagaEvent,
  { type: 'AbortRequested' | 'AbortIgnored' | 'RetryRequested' | 'StepResolvedByHand' }
>;

const act = (event: Act): string => {
  switch (event.type) {
    case 'AbortRequested':
      return `abort requested by ${event.data.by}: ${event.data.note ?? event.data.reason}`;
    case 'AbortIgnored':
      return `abort requested by ${event.data.by}, which changes nothing: ${event.data.why}`;
    case 'RetryRequested':
      return `${event.data.by} has the open command sent again`;
    case 'StepResolvedByHand':
      return `${event.data.by} says that ${event.data.step} is done: ${event.data.reason}`;
  }
};

type CommandSent = Extract<SagaEvent, { type: 'CommandSent' }>;

const sent = ({ command, step, operation, attempt }: CommandSent['data']): string => {
  const again = attempt > 1 ? ` again (${attempt})` : '';
  return `${command} is sent${again}, to ${operation === 'compensation' ? 'undo' : 'do'} ${step}`;
};
