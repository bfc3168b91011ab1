// All read models of a process, kept while a feed is followed: what the process has committed itself is shown at once, and what others have is left to them.
import type { DatedEvent } from '../../decider/decider.ts';
import { recentlyUsed } from '../../decider/recently-used.ts';
import { parseWrite } from '../../store/commit.ts';
import type { Written } from '../../store/commit.ts';
import type { FollowedCommit, FollowedPage, Wanted } from '../../store/store.ts';
import { isFolded } from '../../views/projection.ts';
import { datedEvents } from '../fold-page.ts';
import { keeper } from './keeper.ts';
import type { Keeper, KeeperParts, ReadTarget } from './keeper.ts';
import { others } from './others.ts';

export interface Showing {
  /** A commit that this process made, once it is durable. Too many at once are left to the feed. */
  readonly take: (commit: FollowedCommit) => void;
  /** For the feed, which need read nothing: what was not taken is looked at a while later. */
  readonly wanted: Wanted;
  /** Resolves once the commits, and all that was taken before, are shown in all places. */
  readonly show: (commits: FollowedPage['commits']) => Promise<void>;
  /** Resolves once all that was taken is shown, and what others have committed so far, which is given its time. */
  readonly passed: () => Promise<void>;
  /** The same, at once. */
  readonly settled: () => Promise<void>;
  /** Takes nothing more; resolves when what was taken is shown, or cannot be. */
  readonly stop: () => Promise<void>;
}

/** Commits of its own that a process knows in the feed: those of some seconds, or the feed brings them a second time. */
const REMEMBERED = 20_000;
const MOST_WAITING = 10_000;
/** A page of fewer commits is all that there is for now. */
const MANY = 200;
/** More streams do not wait to be looked at. */
const MOST_TO_LOOK_AT = 4_000;

/**
 * Nothing depends on what is taken: whatever is not, such as a commit of which nobody heard whether it was durable, comes with the feed, whose
 * position is kept only once everything up to there is shown.
 */
export const startShowing = (
  parts: KeeperParts & { readonly onDurable: (written: readonly Written[]) => void },
  targets: readonly ReadTarget[],
  onFailure: (error: unknown) => void,
): Showing => {
  const keepers = targets.map((target) => keeper(parts, target, onFailure));
  const ofOthers = targets.map((target, n) =>
    others(parts, target, (events) => keepers[n]?.take(events, false), onFailure),
  );
  const taken = recentlyUsed<true>(REMEMBERED);
  const { onDurable } = parts;
  let isStopped = false;
  /** Behind what was there when this began, all of which is old enough to be looked at. */
  let isCurrent = false;

  const hand = (events: readonly DatedEvent[], isOwn: boolean): void => {
    for (const one of keepers) {
      const its = events.filter(({ stream }) => isFolded(one.projection, stream));
      if (its.length > 0) one.take(its, isOwn);
    }
  };
  const areShown = async (): Promise<void> => {
    await Promise.all(keepers.map((one) => one.settled()));
  };
  const settled = async (): Promise<void> => {
    await Promise.all(ofOthers.map((one) => one.settled()));
    await areShown();
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
    wanted: async (insertions) => {
      const written = insertions
        .filter(({ id }) => !taken.has(id))
        .flatMap(({ writes }) => writes.map(parseWrite));
      onDurable(written);
      for (const one of ofOthers) one.note(written);
      if (!isCurrent || ofOthers.some((one) => one.size() > MOST_TO_LOOK_AT)) await settled();
      isCurrent ||= insertions.length < MANY;
      return [];
    },
    show: async (commits) => {
      hand(
        commits.flatMap(({ commit }) => datedEvents(commit)),
        false,
      );
      if (commits.length > 0) await settled();
    },
    passed: async () => {
      await Promise.all(ofOthers.map((one) => one.passed()));
      await areShown();
    },
    settled,
    stop: async () => {
      isStopped = true;
      for (const one of ofOthers) one.stop();
      await Promise.allSettled(keepers.map((one) => one.settled()));
    },
  };
};

const isFull = (one: Keeper): boolean => one.size() > MOST_WAITING;
