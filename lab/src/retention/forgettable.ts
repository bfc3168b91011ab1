// What may be forgotten: sagas that ended long ago, of which nothing is on its way any more in any service.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { History } from '../checker/history.ts';
import { sagaOf } from '../checker/history.ts';

/**
 * Who forgets, in this order: the orchestrator comes last, because it alone knows that a saga has ended. Commits of the other
 * services moved money or stock, which everybody shares: they stay.
 */
export const forgetful: readonly ServiceName[] = ['order-service', 'saga-orchestrator'];

const ends = new Set(['SagaCompleted', 'SagaCompensated']);

/** Ids of sagas, oldest first. `until`: when all of it was over, milliseconds since the epoch. */
export const forgettable = ({ all, ofSaga }: History, until: number): readonly string[] => {
  const ended = all
    .filter(({ commit }) => commit.events.some(({ type }) => ends.has(type)))
    .map(({ commit }) => ({ saga: sagaOf(commit), at: commit.at }))
    .sort((a, b) => a.at - b.at);
  const isOver = ({ commit }: { readonly commit: Commit }): boolean =>
    commit.pendingAt === undefined && Math.max(commit.at, Date.parse(commit.input.time)) <= until;
  return ended.map(({ saga }) => saga).filter((saga) => ofSaga(saga).every(isOver));
};
