// The commit: nothing of it written, or on its way.
import type { Commit } from '@saga-lab/platform/store/commit';
import type { CommitStore } from '@saga-lab/platform/store/store';
import { setTimeout as sleep } from 'node:timers/promises';
import { handledIn } from './known-messages.ts';
import type { KnownMessages } from './known-messages.ts';
import type { Passing, Trap } from './trap.ts';

/** Milliseconds after the call of the driver; the last one is longer than any write, which then has been answered. */
const MOMENTS = [0, 1, 2, 10_000];
const LEAVES_WITHIN_MS = 5;

export const trappedStore = (
  store: CommitStore,
  { trap, known }: { readonly trap: Trap; readonly known: KnownMessages },
): CommitStore => ({
  ...store,
  find: async (ids) => {
    const found = await store.find(ids);
    found.map(handledIn).forEach(known.note);
    return found;
  },
  insertOrdered: async (commits) => {
    const messages = commits.map(handledIn);
    messages.forEach(known.note);
    const over = messages.find((message) => trap.isAt('before-commit', message));
    if (over) await dieOnceAllIsSaid(trap, over);
    const doomed = commits.find((commit) => trap.isAt('during-commit', handledIn(commit)));
    const inserting = store.insertOrdered(commits);
    if (doomed) await dieMeanwhile(trap, doomed, inserting);
    return inserting;
  },
});

/** What was sent before, an acknowledgement say, leaves the process with the end of the turn. */
const dieOnceAllIsSaid = async (trap: Trap, message: Passing): Promise<never> => {
  await sleep(LEAVES_WITHIN_MS);
  return trap.die('before-commit', message);
};

/** Each cell at a moment of its own, so that some writes arrive and some do not; at the latest when the answer is there. */
const dieMeanwhile = async (trap: Trap, commit: Commit, inserting: Promise<unknown>): Promise<void> => {
  const moment = MOMENTS[sumOf(trap.cell()) % MOMENTS.length];
  const answered = await Promise.race([inserting.then(() => true), sleep(moment, false)]);
  trap.die('during-commit', handledIn(commit), { attempt: commit.attempt, answered });
};

const sumOf = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + character.charCodeAt(0), 0);
