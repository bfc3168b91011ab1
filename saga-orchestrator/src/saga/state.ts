// What a saga knows of itself, folded from its history.
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import type { Happening, Task } from './events.ts';
import type { SagaDefinition } from './table.ts';

interface Timer {
  readonly n: number;
  readonly fireAt: number;
}

/** One command is open: that of `step`. Instants are milliseconds since the epoch. */
interface Underway<Memory> {
  readonly memory: Memory;
  readonly step: string;
  readonly attempt: number;
  readonly waitUntil: number;
  readonly timer?: Timer;
}

export interface Running<Memory> extends Underway<Memory> {
  readonly status: 'RUNNING';
}
export interface Compensating<Memory> extends Underway<Memory> {
  readonly status: 'COMPENSATING';
  readonly reason: string;
}
/** `doing` goes on, slowly. */
export interface Parked<Memory> {
  readonly status: 'PARKED';
  readonly doing: Running<Memory> | Compensating<Memory>;
  readonly error: string;
}
export type Saga<Memory> =
  /** Not started yet; `abort`: why it is to be undone as soon as it starts, because that wish overtook the start. */
  | { readonly status: 'NEW'; readonly abort?: string }
  | Running<Memory>
  | Compensating<Memory>
  | Parked<Memory>
  | { readonly status: 'COMPLETED' }
  | { readonly status: 'COMPENSATED'; readonly reason: string };

export type Going<Memory> = Running<Memory> | Compensating<Memory>;

/** What is underway, parked or not; nothing before the start and after the end. */
export const goingOf = <Memory>(saga: Saga<Memory>): Going<Memory> | undefined => {
  switch (saga.status) {
    case 'RUNNING':
    case 'COMPENSATING':
      return saga;
    case 'PARKED':
      return saga.doing;
    default:
      return undefined;
  }
};

/** The one thing that the saga waits for an answer to. */
export const openTask = ({ status, step }: Going<unknown>): Task => ({
  step,
  operation: status === 'RUNNING' ? 'action' : 'compensation',
});

/** Folds one event into the state of its saga. @throws Error for a history that cannot be. */
export const evolve =
  <Memory>({ remember, steps }: Pick<SagaDefinition<Memory>, 'remember' | 'steps'>) =>
  (saga: Saga<Memory> = { status: 'NEW' }, event: Happening): Saga<Memory> => {
    switch (event.type) {
      case 'SagaStarted': {
        const { step } = steps[0] ?? { step: '' };
        return { status: 'RUNNING', memory: remember(undefined, event.data.reply), step, ...unsent };
      }
      case 'StepSucceeded': {
        const going = underway(saga);
        return { ...going, memory: remember(going.memory, event.data.reply) };
      }
      case 'StepRefused':
      case 'StepCompensated':
      case 'StepResolvedByHand':
        return underway(saga);
      case 'CompensationStarted': {
        const { from: step, reason } = event.data;
        return { ...underway(saga), status: 'COMPENSATING', reason, step, ...unsent };
      }
      case 'CommandSent': {
        const { step, attempt, waitUntil } = event.data;
        return withGoing(saga, (going) => ({ ...going, step, attempt, waitUntil }));
      }
      case 'TimerArmed': {
        const { n, fireAt } = event.data;
        return withGoing(saga, (going) => ({ ...going, timer: { n, fireAt } }));
      }
      case 'SagaParked':
        return { status: 'PARKED', doing: underway(saga), error: event.data.error };
      case 'AbortRequested':
        return saga.status === 'NEW' ? { ...saga, abort: event.data.reason } : saga;
      case 'SagaCompleted':
        return { status: 'COMPLETED' };
      case 'SagaCompensated':
        return { status: 'COMPENSATED', reason: event.data.reason };
      case 'StepTimedOut':
      case 'RetryRequested':
      case 'ReplyIgnored':
      case 'AbortIgnored':
        return saga;
      default:
        return unexpected(event);
    }
  };

const unsent = { attempt: 0, waitUntil: 0 };

const underway = <Memory>(saga: Saga<Memory>): Going<Memory> => {
  const going = goingOf(saga);
  if (!going) throw new Error(`nothing can happen to the steps of a saga that is ${saga.status}`);
  return going;
};

const withGoing = <Memory>(
  saga: Saga<Memory>,
  change: (going: Going<Memory>) => Going<Memory>,
): Saga<Memory> => {
  const going = change(underway(saga));
  return saga.status === 'PARKED' ? { ...saga, doing: going } : going;
};
