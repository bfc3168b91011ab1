// What of a parallel history's outboxes is done: as in the record, and what only this world sent has come.
import type { Commit } from '@saga-lab/platform/store/commit';
import type { Recorded } from '../checker/history.ts';
import type { Armed } from './mail.ts';
import { keyOf } from './record.ts';
import type { TheRecord } from './record.ts';

/** `armed`: timers that only this world armed, and that are not due yet. */
export const marked = (
  record: TheRecord,
  armed: readonly Armed[],
  commits: readonly Recorded[],
): readonly Recorded[] => {
  const open = new Set(armed.map(({ service, message }) => keyOf(service, message.id)));
  return commits.map(({ service, commit }) => {
    const recorded = record.handled(service, commit._id)?.commit;
    const isDone = (id: string, n: number): boolean =>
      recorded?.outbox[n]?.id === id ? recorded.sent.includes(n) : !open.has(keyOf(service, id));
    return { service, commit: { ...commit, sent: doneIn(commit, isDone) } };
  });
};

const doneIn = ({ outbox }: Commit, isDone: (id: string, n: number) => boolean): readonly number[] =>
  outbox.flatMap(({ id }, n) => (isDone(id, n) ? [n] : []));
