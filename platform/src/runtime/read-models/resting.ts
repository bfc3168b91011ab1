// Lets a feed rest between its pages: reading it is worth little where the process has made most commits itself.
import type { FollowedPage } from '../../store/store.ts';
import type { Clock } from '../ports.ts';

/** Longest rest after a page that brought something, ms. */
const LONGEST_REST_MS = 400;
const RESTS_FOR_WORK = 4;
/** Rest after a page that brought nothing to be shown: so long may it take to hear of what another instance commits next. */
const NOTHING_NEW_MS = 1_000;
/** A page of so many commits is not all that there is. */
const FULL = 200;

export interface Resting {
  readonly onPage: (page: FollowedPage) => Promise<void>;
  /** Ends the rest, and all later ones. */
  readonly end: () => void;
}

/** With a backlog there is no rest. */
export const resting = (clock: Clock, work: (page: FollowedPage) => Promise<void>): Resting => {
  const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();
  const rest = async (ms: number): Promise<void> => {
    const { promise: over, resolve } = Promise.withResolvers<undefined>();
    const cancel = clock.wakeAt(clock.now() + ms, () => {
      resolve(undefined);
    });
    await Promise.race([over, ended]);
    cancel();
  };
  return {
    onPage: async (page) => {
      const from = clock.now();
      await work(page);
      const ms = page.read < FULL ? restAfter(page, clock.now() - from) : 0;
      if (ms > 0) await rest(ms);
    },
    end: () => {
      end(undefined);
    },
  };
};

const restAfter = ({ commits }: FollowedPage, took: number): number =>
  commits.length === 0 ? NOTHING_NEW_MS : Math.min(LONGEST_REST_MS, RESTS_FOR_WORK * took);
