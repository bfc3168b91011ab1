// The history of one saga once all of its messages are out and marked so.
import { eventually } from '@saga-lab/platform/time/eventually';
import type { CommitsByService } from './documents.ts';
import { unsentOf } from './documents.ts';
import type { Lab } from './lab.ts';

const MARKS_MS = 3_000;

/** What is sent is marked a little later. If that takes longer than 3 s, the history comes as it is then. */
export const settledCommits = async (lab: Lab, saga: string): Promise<CommitsByService> => {
  let commits = await lab.commitsOf(saga);
  const settle = async () => {
    if (unsentOf(commits, saga).length === 0) return;
    commits = await lab.commitsOf(saga);
    throw new Error(`Messages of saga ${saga} are not confirmed yet.`);
  };
  await eventually(settle, { timeoutMs: MARKS_MS, everyMs: 50 }).catch(() => undefined);
  return commits;
};
