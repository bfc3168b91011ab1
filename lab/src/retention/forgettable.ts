// What may be forgotten: orders that ended long ago, of which nothing is on its way any more in any service.
import { orchestrator } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { categories } from '@saga-lab/contracts/streams';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { protocols } from '@saga-lab/protocols/index';
import { participantNames } from '@saga-lab/protocols/parties';
import type { Commit } from '@saga-lab/platform/store/commit';
import { overSince } from '@saga-lab/platform/store/forgetting';
import type { History, Recorded } from '../checker/history.ts';
import { sagaOf } from '../checker/history.ts';

/**
 * Who forgets, in this order: the orchestrator comes last, because it alone knows that a saga has ended. Commits of the other
 * services moved money or stock, which everybody shares: they stay.
 */
export const forgetful: readonly ServiceName[] = ['order-service', 'saga-orchestrator'];

const sagaEnds = ['SagaCompleted', 'SagaCompensated'];
const orderEnds = ['OrderApproved', 'OrderRejected'];

/** Ids of orders, oldest end first. `until`: when all of it was over, milliseconds since the epoch. */
export const forgettable = (history: History, until: number): readonly string[] => {
  const ended = history.all
    .filter((recorded) => isEnd(history, recorded))
    .map(({ commit }) => ({ saga: sagaOf(commit), at: commit.at }))
    .sort((a, b) => a.at - b.at);
  const isOver = ({ commit }: { readonly commit: Commit }): boolean =>
    commit.pendingAt === undefined && overSince(commit) <= until;
  return ended.map(({ saga }) => saga).filter((saga) => history.ofSaga(saga).every(isOver));
};

/** Of a saga; or of an order of which another protocol decides, and nobody has to tell its end to anybody any more. */
const isEnd = (history: History, { commit }: Recorded): boolean => {
  const has = (types: readonly string[]) => commit.events.some(({ type }) => types.includes(type));
  return has(sagaEnds) || (has(orderEnds) && isOverUnderProtocol(history, sagaOf(commit)));
};

/**
 * Nobody has to tell its end to anybody, and nobody who has not heard of it may take anything for it later. Without a coordinator all
 * who hold something hear of every end, and whoever has heard of an end takes nothing.
 */
export const isOverUnderProtocol = ({ ofStream, ofStreamAt }: History, id: string): boolean => {
  const placed = ofStream(streamOf(categories.order, id)).find(({ type }) => type === 'OrderPlaced');
  const { protocol: name } = (placed?.data ?? {}) as { readonly protocol?: string };
  const protocol = protocols.find((one) => one.name === name);
  if (!protocol) return false;
  const typesAt = (at: ServiceName) => ofStreamAt(at, streamOf(protocol.name, id)).map(({ type }) => type);
  if (!protocol.coordinator) return participantNames.every((at) => typesAt(at).length > 0);
  const { ends } = protocol.promise;
  return typesAt(orchestrator.name).some((type) => ends.orchestrator.includes(type));
};
