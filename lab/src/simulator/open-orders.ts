// How many orders are placed whose sagas have not ended.
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import type { Commit } from '@saga-lab/platform/store/commit';

export interface OpenOrders {
  readonly committed: (commit: Commit) => void;
  readonly count: () => number;
}

/** Placed, and not yet at the end of its saga. */
export const openOrders = (): OpenOrders => {
  const open = new Set<string>();
  const ended = new Set<string>();
  const take = ({ type }: RecordedEvent, saga: string): void => {
    if (type === 'OrderPlaced' && !ended.has(saga)) open.add(saga);
    if (type !== 'SagaCompleted' && type !== 'SagaCompensated') return;
    ended.add(saga);
    open.delete(saga);
  };
  return {
    committed: ({ events, input: { sagaId } }) => {
      if (sagaId !== undefined) for (const event of events) take(event, sagaId);
    },
    count: () => open.size,
  };
};
