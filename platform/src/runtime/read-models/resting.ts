// Lets a feed rest between its pages, so that under load more events of one document come together.
import type { FollowedPage } from '../../store/store.ts';
import type { Clock } from '../ports.ts';
import { sleep } from '../time.ts';

/** Longest rest, ms: what reading a list may lag behind under load, beside the work itself. */
const LONGEST_REST_MS = 400;
const RESTS_FOR_WORK = 4;
/** A page of so many commits is not all that there is. */
const FULL = 200;

/**
 * Rests after each page the longer, the longer that page took, so that under load more events of one document come together and are
 * written once. Alone on the machine that is some milliseconds; with a backlog there is no rest.
 */
export const resting =
  (clock: Clock, work: (page: FollowedPage) => Promise<void>) =>
  async (page: FollowedPage): Promise<void> => {
    const from = clock.now();
    await work(page);
    const rest = Math.min(LONGEST_REST_MS, RESTS_FOR_WORK * (clock.now() - from));
    if (page.commits.length < FULL && rest > 0) await sleep(clock, rest);
  };
