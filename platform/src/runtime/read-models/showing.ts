// All read models of a process, kept while a feed is followed: what the process has committed itself is taken at once, the rest as the feed brings it.
import type { DatedEvent } from '../../decider/decider.ts';
import { recentlyUsed } from '../../decider/recently-used.ts';
import type { FollowedCommit, FollowedPage, Wanted } from '../../store/store.ts';
import { isFolded } from '../../views/projection.ts';
import { datedEvents } from '../fold-page.ts';
import { sleep } from '../time.ts';
import { keeper } from './keeper.ts';
import type { Keeper, KeeperParts, ReadTarget } from './keeper.ts';

export interface Showing {
  /** A commit that this process made, once it is durable. Too many at once are left to the feed. */
  readonly take: (commit: FollowedCommit) => void;
  /** For the feed: all but what was taken. */
  readonly wanted: Wanted;
  /** Resolves once the commits, and all that was taken before, are shown in all places. */
  readonly show: (commits: FollowedPage['commits']) => Promise<void>;
  /** Resolves once all that was taken is shown. */
  readonly settled: () => Promise<void>;
  /** Takes nothing more; resolves when what was taken is shown, or cannot be. */
  readonly stop: () => Promise<void>;
}

/** Commits of its own that a process knows in the feed: those of some seconds, or the feed brings them a second time. */
const REMEMBERED = 20_000;
const MOST_WAITING = 10_000;
/** A commit may come by in the feed a moment before its own process hears that it is durable. */
const HEARD_WITHIN_MS = 100;
/** In a page of so many the last ones are not so new. */
const MANY = 200;

/**
 * Nothing depends on what is taken: whatever is not, such as a commit of which nobody heard whether it was durable, comes with the feed, whose
 * position is kept only once everything up to there is shown.
 */
export const startShowing = (
  parts: KeeperParts,
  targets: readonly ReadTarget[],
  onFailure: (error: unknown) => void,
): Showing => {
  const keepers = targets.map((target) => keeper(parts, target, onFailure));
  const taken = recentlyUsed<true>(REMEMBERED);
  let isStopped = false;

  const hand = (events: readonly DatedEvent[], isOwn: boolean): void => {
    for (const one of keepers) {
      const its = events.filter(({ stream }) => isFolded(one.projection, stream));
      if (its.length > 0) one.take(its, isOwn);
    }
  };
  const settled = async (): Promise<void> => {
    await Promise.all(keepers.map((one) => one.settled()));
  };

  return {
    take: (commit) => {
      if (isStopped || keepers.some(isFull)) return;
      try {
        hand(datedEvents(commit), true);
        taken.set(commit._id, true);
      } catch (error) {
        onFailure(error);
      }
    },
    wanted: async (ids) => {
      const unknown = () => ids.filter((id) => !taken.has(id));
      if (ids.length < MANY && unknown().length > 0) await sleep(parts.clock, HEARD_WITHIN_MS);
      return unknown();
    },
    show: async (commits) => {
      hand(
        commits.flatMap(({ commit }) => datedEvents(commit)),
        false,
      );
      if (commits.length > 0) await settled();
    },
    settled,
    stop: async () => {
      isStopped = true;
      await settled().catch(() => undefined);
    },
  };
};

const isFull = (one: Keeper): boolean => one.size() > MOST_WAITING;
