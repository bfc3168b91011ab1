// Every saga as it stands, for reading: the part of an order's summary that is about its saga.
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import type { SagaStatus } from '@saga-lab/contracts/saga';
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import type { Operation } from '@saga-lab/platform/decider/barrier';
import type { DatedEvent } from '@saga-lab/platform/decider/decider';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import type { SagaEvent } from '../saga/state.ts';
import { steps } from '../sagas/order-fulfilment/steps.ts';
import { progress } from './progress.ts';

/** Instants are milliseconds since the epoch. */
interface SagaState {
  readonly saga: string;
  readonly status: SagaStatus;
  readonly startedAt: number;
  readonly updatedAt: number;
  /** The open command; the last one that was open, once the saga has ended. */
  readonly step?: string;
  readonly operation?: Operation;
  readonly attempt?: number;
  /** When the saga gives the open step up, or repeats its command. */
  readonly deadline?: number;
  /** Why it is or was undone. */
  readonly reason?: string;
  /** Why it is parked. */
  readonly error?: string;
}
export type SagaDocument = ViewDocument & SagaState;

export const applyToSaga = (document: SagaDocument | undefined, dated: DatedEvent): SagaState | undefined => {
  const event = dated as DatedEvent & SagaEvent;
  const now = { updatedAt: event.at };
  if (event.type === 'SagaStarted')
    return { saga: event.data.saga, status: 'RUNNING', startedAt: event.at, ...now };
  // Before its start there is only what overtook it.
  return document && { ...changed(document, event), ...now };
};

const changed = (document: SagaDocument, event: Exclude<SagaEvent, { type: 'SagaStarted' }>): SagaState => {
  switch (event.type) {
    case 'CommandSent': {
      const { step, operation, attempt, waitUntil: deadline } = event.data;
      return { ...document, step, operation, attempt, deadline };
    }
    case 'CompensationStarted':
      return { ...document, status: 'COMPENSATING', reason: event.data.reason };
    case 'SagaParked':
      return { ...document, status: 'PARKED', error: event.data.error };
    case 'SagaCompleted':
      return ended(document, 'COMPLETED');
    case 'SagaCompensated':
      return ended(document, 'COMPENSATED');
    case 'StepSucceeded':
    case 'StepRefused':
    case 'StepCompensated':
    case 'StepResolvedByHand':
      return goingOn(document);
    case 'StepTimedOut':
    case 'AbortRequested':
    case 'AbortIgnored':
    case 'ReplyIgnored':
    case 'RetryRequested':
    case 'TimerArmed':
      return document;
    default:
      return unexpected(event);
  }
};

const goingOn = ({ error: _, ...document }: SagaDocument): SagaState =>
  document.status === 'PARKED'
    ? { ...document, status: document.operation === 'action' ? 'RUNNING' : 'COMPENSATING' }
    : document;

const ended = (document: SagaDocument, status: 'COMPLETED' | 'COMPENSATED'): SagaState => {
  const { deadline: _, ...rest } = document;
  return { ...rest, status };
};

/** Those that go on by themselves: one that waits for a person must not keep others from starting. */
export const underway: readonly SagaStatus[] = ['RUNNING', 'COMPENSATING'];

const iso = (instant: number): string => new Date(instant).toISOString();

export const showSaga = ({ _id, deadline, startedAt, updatedAt, ...rest }: SagaDocument): SagaDto => ({
  ...rest,
  ...progress(steps, rest),
  ...(deadline !== undefined && { deadline: iso(deadline) }),
  sagaId: _id,
  startedAt: iso(startedAt),
  updatedAt: iso(updatedAt),
});
