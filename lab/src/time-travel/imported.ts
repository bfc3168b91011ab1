// A history that was exported, as a system begins with it.
import { categories } from '@saga-lab/contracts/streams';
import { ofEveryService } from '@saga-lab/contracts/services';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { sagaOf } from '../checker/history.ts';
import type { History, Recorded } from '../checker/history.ts';
import type { CommitsByService } from '../client/documents.ts';
import { byLamport, cutAt } from './cut.ts';
import { forkOf } from './fork.ts';
import { lamportOf } from './steps.ts';

/**
 * Of sagas that had ended, everything stays as it was, what was not sent by then included. Of those that were on their way, what was
 * under way is sent again, as in a fork: it may have been handled behind the moment of the export, and be missing here.
 * @param now milliseconds since the epoch.
 */
export const importedFrom = (history: History, now: number): CommitsByService => {
  const forked = forkOf(cutAt(history, { lamport: lamportOf({ history }) }), now);
  const ofFork = new Map(
    Object.entries(forked).flatMap(([service, commits]) =>
      commits.map((commit) => [`${service}/${commit._id}`, commit] as const),
    ),
  );
  const begun = byLamport(history).map((recorded) => ({
    service: recorded.service,
    commit: isOpen(history, recorded)
      ? (ofFork.get(`${recorded.service}/${recorded.commit._id}`) ?? recorded.commit)
      : recorded.commit,
  }));
  return ofEveryService((name) =>
    begun.filter(({ service }) => service === name).map(({ commit }) => commit),
  );
};

const ends: readonly string[] = ['SagaCompleted', 'SagaCompensated'];

const isOpen = (history: History, { commit }: Recorded): boolean =>
  commit.input.sagaId !== undefined &&
  !history.ofStream(streamOf(categories.saga, sagaOf(commit))).some(({ type }) => ends.includes(type));
