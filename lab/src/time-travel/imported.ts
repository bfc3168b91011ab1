// A history that was exported, as a system begins with it.
import type { Commit } from '@saga-lab/platform/store/commit';
import { historyAmong, sagaOf } from '../checker/history.ts';
import type { Recorded } from '../checker/history.ts';
import { begunWith } from './fork.ts';

interface Exported {
  /** All commits, each time it is called. */
  readonly recorded: () => AsyncIterable<Recorded>;
  /** Sagas that had not ended. */
  readonly open: ReadonlySet<string>;
}

/**
 * Of sagas that had ended, everything stays as it was, what was not sent by then included. Of those that were on their way, what was
 * under way is sent again, as in a fork: it may have been handled behind the moment of the export, and be missing here. Only
 * commits of the latter are held in memory.
 * @param now milliseconds since the epoch.
 */
export const importedFrom = async (
  { recorded, open }: Exported,
  now: number,
): Promise<(recorded: Recorded) => Commit> => {
  const isOpen = ({ commit }: Recorded): boolean =>
    commit.input.sagaId !== undefined && open.has(sagaOf(commit));
  const ofOpen: Recorded[] = [];
  for await (const one of recorded()) if (isOpen(one)) ofOpen.push(one);
  const history = historyAmong(ofOpen);
  const asForked = begunWith({ moment: { lamport: Infinity }, history, whole: history }, now);
  return (one) => (isOpen(one) ? asForked(one) : one.commit);
};
