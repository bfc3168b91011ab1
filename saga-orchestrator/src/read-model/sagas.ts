// Every saga as it stands, for reading.
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import type { Operation } from '@saga-lab/platform/decider/barrier';
import type { DatedEvent, Projection } from '@saga-lab/platform/views/projection';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import type { SagaEvent } from '../saga/events.ts';

/** Instants are milliseconds since the epoch. */
interface SagaView {
  readonly saga: string;
  readonly status: 'RUNNING' | 'COMPENSATING' | 'PARKED' | 'COMPLETED' | 'COMPENSATED';
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
export type SagaDocument = ViewDocument & SagaView;

const apply = (document: SagaDocument | undefined, dated: DatedEvent): SagaView | undefined => {
  const event = dated as DatedEvent & SagaEvent;
  const now = { updatedAt: event.at };
  if (event.type === 'SagaStarted')
    return { saga: event.data.saga, status: 'RUNNING', startedAt: event.at, ...now };
  // Before its start there is only what overtook it.
  return document && { ...changed(document, event), ...now };
};

const changed = (document: SagaDocument, event: Exclude<SagaEvent, { type: 'SagaStarted' }>): SagaView => {
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

const goingOn = ({ error: _, ...document }: SagaDocument): SagaView =>
  document.status === 'PARKED'
    ? { ...document, status: document.operation === 'action' ? 'RUNNING' : 'COMPENSATING' }
    : document;

const ended = (document: SagaDocument, status: 'COMPLETED' | 'COMPENSATED'): SagaView => {
  const { deadline: _, ...rest } = document;
  return { ...rest, status };
};

export const sagas = { view: 'sagas', category: 'saga', apply } satisfies Projection<SagaDocument>;

/** Those that go on by themselves: one that waits for a person must not keep others from starting. */
export const underway: readonly SagaView['status'][] = ['RUNNING', 'COMPENSATING'];
