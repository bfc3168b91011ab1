// The history of one saga, in words that can be read one after the other, and what it adds up to.
import { categories } from '@saga-lab/contracts/streams';
import { streamOf } from '@saga-lab/platform/decider/streams';
import type { BarrierAnswer, Operation, Reply } from '@saga-lab/platform/decider/barrier';
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import type { SagaDefinition } from './table.ts';

/** What a participant is asked for: that a step happens, or that it is undone. */
export interface Task {
  readonly step: string;
  readonly operation: Operation;
}

/** Event type -> its data. Instants are milliseconds since the epoch. */
interface EventsByType {
  /** The first step is done. */
  SagaStarted: { readonly saga: string; readonly reply: Reply };
  /**
   * `waitUntil`: without an answer by then the saga gives the step up, or sends the command again. `slowestMs`: the longest
   * that an answer has taken so far, if that makes it wait longer.
   */
  CommandSent: Task & {
    readonly command: string;
    readonly attempt: number;
    readonly waitUntil: number;
    readonly slowestMs?: number;
  };
  StepSucceeded: { readonly step: string; readonly reply: Reply };
  StepRefused: { readonly step: string; readonly reply: string; readonly reason: string };
  /** Its outcome is unknown: it may have happened. */
  StepTimedOut: { readonly step: string };
  /** `by`: a service, or a person; `note`: in that person's words. */
  AbortRequested: { readonly by: string; readonly reason: string; readonly note?: string };
  /** From this step on, back to the first one. */
  CompensationStarted: { readonly from: string; readonly reason: string };
  StepCompensated: { readonly step: string; readonly reply: string; readonly answer: BarrierAnswer };
  /** It waits for a person, and goes on trying slowly. */
  SagaParked: Task & { readonly error: string };
  RetryRequested: { readonly by: string };
  /** A person says that it is done: nobody else does. */
  StepResolvedByHand: Task & { readonly by: string; readonly reason: string };
  SagaCompleted: Readonly<Record<string, never>>;
  SagaCompensated: { readonly reason: string };
  TimerArmed: { readonly n: number; readonly fireAt: number };
  ReplyIgnored: Partial<Task> & {
    readonly reply: string;
    readonly from: string;
    readonly answer?: BarrierAnswer;
    readonly why: WhyIgnored;
  };
  AbortIgnored: EventsByType['AbortRequested'] & { readonly why: WhyIgnored };
}

export type WhyIgnored =
  | 'NOT_STARTED'
  | 'NOT_OPEN'
  | 'NOT_AN_ANSWER_TO_IT'
  | 'NOT_WHAT_WAS_ASKED'
  | 'WRONG_PARTICIPANT'
  | 'COMPENSATING_ALREADY'
  | 'PAST_PIVOT'
  | 'ENDED';

/** An event of a saga, before it is written to its stream. */
export type SagaEventData = {
  [Type in keyof EventsByType]: { readonly type: Type; readonly data: EventsByType[Type] };
}[keyof EventsByType];

export type SagaEvent = SagaEventData & { readonly stream: string };

export const sagaStream = (sagaId: string): string => streamOf(categories.saga, sagaId);

interface Timer {
  readonly n: number;
  readonly fireAt: number;
}

/** One command is open: that of `step`. Instants are milliseconds since the epoch. */
interface WithOpenCommand<Memory> {
  readonly memory: Memory;
  readonly step: string;
  readonly attempt: number;
  readonly waitUntil: number;
  /** See `CommandSent`. */
  readonly slowestMs?: number;
  readonly timer?: Timer;
}

export interface Running<Memory> extends WithOpenCommand<Memory> {
  readonly status: 'RUNNING';
}
export interface Compensating<Memory> extends WithOpenCommand<Memory> {
  readonly status: 'COMPENSATING';
  readonly reason: string;
}
export type Active<Memory> = Running<Memory> | Compensating<Memory>;

export type Saga<Memory> =
  /** Not started yet; `abort`: why it is to be undone as soon as it starts, because that request overtook the start. */
  | { readonly status: 'NEW'; readonly abort?: string }
  | Active<Memory>
  /** `active` goes on, slowly. */
  | { readonly status: 'PARKED'; readonly active: Active<Memory>; readonly error: string }
  | { readonly status: 'COMPLETED' }
  | { readonly status: 'COMPENSATED'; readonly reason: string };

/** What is underway, parked or not; nothing before the start and after the end. */
export const activeOf = <Memory>(saga: Saga<Memory>): Active<Memory> | undefined => {
  switch (saga.status) {
    case 'RUNNING':
    case 'COMPENSATING':
      return saga;
    case 'PARKED':
      return saga.active;
    default:
      return undefined;
  }
};

/** The one thing that the saga waits for an answer to. */
export const openTask = ({ status, step }: Active<unknown>): Task => ({
  step,
  operation: status === 'RUNNING' ? 'action' : 'compensation',
});

/** Folds one event into the state of its saga. @throws Error for a history that cannot be. */
export const evolve =
  <Memory>({ remember, steps }: Pick<SagaDefinition<Memory>, 'remember' | 'steps'>) =>
  (saga: Saga<Memory> = { status: 'NEW' }, event: SagaEventData): Saga<Memory> => {
    switch (event.type) {
      case 'SagaStarted': {
        const { step } = steps[0] ?? { step: '' };
        return { status: 'RUNNING', memory: remember(undefined, event.data.reply), step, ...unsent };
      }
      case 'StepSucceeded': {
        const active = mustBeActive(saga);
        return { ...active, memory: remember(active.memory, event.data.reply) };
      }
      case 'StepRefused':
      case 'StepCompensated':
      case 'StepResolvedByHand':
        return mustBeActive(saga);
      case 'CompensationStarted': {
        const { from: step, reason } = event.data;
        return { ...mustBeActive(saga), status: 'COMPENSATING', reason, step, ...unsent };
      }
      case 'CommandSent': {
        const { operation: _operation, command: _command, ...open } = event.data;
        return withActive(saga, (active) => ({ ...active, ...open }));
      }
      case 'TimerArmed': {
        const { n, fireAt } = event.data;
        return withActive(saga, (active) => ({ ...active, timer: { n, fireAt } }));
      }
      case 'SagaParked':
        return { status: 'PARKED', active: mustBeActive(saga), error: event.data.error };
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

const mustBeActive = <Memory>(saga: Saga<Memory>): Active<Memory> => {
  const active = activeOf(saga);
  if (!active) throw new Error(`nothing can happen to the steps of a saga that is ${saga.status}`);
  return active;
};

const withActive = <Memory>(
  saga: Saga<Memory>,
  change: (active: Active<Memory>) => Active<Memory>,
): Saga<Memory> => {
  const active = change(mustBeActive(saga));
  return saga.status === 'PARKED' ? { ...saga, active } : active;
};
