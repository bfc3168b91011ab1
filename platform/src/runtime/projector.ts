// Keeps read models: follows the feed of commits and folds every event once, whatever the feed repeats or skips.
import { errorMessage, PermanentError, TransientError } from '../decider/errors.ts';
import type { Written } from '../store/commit.ts';
import type { Feed, FollowedCommit, CommitStore } from '../store/store.ts';
import { backOff } from '../decider/back-off.ts';
import type { Projection } from '../views/projection.ts';
import type { Views } from '../views/views.ts';
import type { Clock, Ids, Observer } from './ports.ts';
import { failureOf, isEndedFeed } from './read-models/feed-end.ts';
import { feedPosition } from './read-models/feed-position.ts';
import type { FeedPosition } from './read-models/feed-position.ts';
import { fill } from './read-models/fill.ts';
import type { Target } from './read-models/fill.ts';
import { followFeed, targetsIn } from './read-models/follow-feed.ts';
import type { PlacesInUse } from './read-models/places.ts';
import { rebuild } from './read-models/rebuild.ts';
import type { Rebuilt } from './read-models/rebuild.ts';
import type { ReadTarget } from './read-models/keeper.ts';
import { startRunning } from './read-models/running.ts';
import { takeAlong } from './read-models/take-along.ts';
import type { Running } from './read-models/running.ts';
import type { Showing } from './read-models/showing.ts';

export interface Projector {
  readonly start: () => Promise<void>;
  /** Resolves when the page in work is finished. */
  readonly stop: () => Promise<void>;
  /** Not ok while it is `refilling`, too: what is there is right, and may be old. */
  readonly ready: () => { readonly ok: boolean; readonly detail: string; readonly refilling: boolean };
  /** Whether the read model does not show yet what was there before it was: lists of it would lack that. */
  readonly isFilling: (view: string) => boolean;
  /** To be told of each commit that this process made, once it is durable. */
  readonly take: (commit: FollowedCommit) => void;
  /** Makes one anew, beside the live one. @throws as `rebuild` */
  readonly rebuild: (projection: Projection, onEvents: (events: number) => void) => Promise<Rebuilt>;
}

export interface ProjectorParts {
  /** Name under which positions are kept. */
  readonly name: string;
  readonly store: CommitStore;
  readonly views: Views;
  readonly projections: readonly Projection[];
  /** Where they are; looked after by the projector. */
  readonly places: PlacesInUse;
  /** Told of what is durable, once or more. */
  readonly onDurable: (written: readonly Written[]) => void;
  readonly observer: Observer;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'hash' | 'unique'>;
}

const RETRY_BACK_OFF = { first: 100, most: 5_000 };
const REFILLING = 'filled again from the first commit';

/**
 * A feed that ends or a store that is away is tried again with back-off. If its position is lost, it is read from the
 * first commit on, which is told of at its begin and its end; the documents stay, as their versions say what they show
 * already: readers see them meanwhile, and what another instance says of its own position stays true. A read
 * model that is new on a history that is not is filled from it by itself.
 * An event that a projection cannot fold stops everything with the alarm `feed-ended`: it is never skipped.
 */
export const projector = (parts: ProjectorParts): Projector => {
  const { name, observer, clock, places, views, onDurable } = parts;
  /** Read models that are being filled. */
  const filling = new Set<string>();
  let trouble = 'not started';
  let failures = 0;
  let isLost = false;
  let isAnew = false; // a read model has moved
  const followers: (() => void)[] = [];
  let run: Running | undefined;
  /** What is kept while a feed is followed: what is committed in between comes with the next one. */
  let own: Showing | undefined;

  const followAnew = (running: Running): void => {
    isAnew = true;
    running.interrupt();
  };
  const follow = async (running: Running) => {
    isAnew = false;
    await places.refresh();
    const targets = targetsIn(parts.projections, places, views);
    const position = await feedPosition(views, name, places.all());
    const refilling = isLost;
    const after = refilling ? undefined : await position.read();
    isLost = false;
    await followFeed({
      ...parts,
      targets,
      position,
      after,
      running,
      isToBeFollowedAnew: () => isAnew,
      followAnew: () => {
        followAnew(running);
      },
      onShowing: (showing) => (own = showing),
      onOpen: (feed, isOver) => {
        trouble = refilling ? REFILLING : '';
        if (refilling) tellOfRefilling(feed);
        for (const resolve of followers.splice(0)) resolve();
        return fillNew(parts, { targets, position, filling, isOver });
      },
      onShown: () => (failures = 0),
    });
  };
  const tellOfRefilling = (feed: Feed): void => {
    observer({ kind: 'refilling', feed: name });
    void feed.caughtUp.then(() => {
      if (trouble !== REFILLING) return;
      trouble = '';
      observer({ kind: 'refilled', feed: name });
    });
  };
  /** Returns how long to wait before the next try, ms; nothing: never again. */
  const assess = (error: unknown): number | undefined => {
    trouble = errorMessage(error);
    observer({ kind: 'feed-ended', feed: name, error: trouble });
    isLost = error instanceof PermanentError && error.code === 'FEED_LOST';
    failures += 1;
    const mayWork = isLost || error instanceof TransientError;
    return mayWork ? backOff(failures, RETRY_BACK_OFF) : undefined;
  };
  const keepFollowing = async (running: Running) => {
    while (!running.isStopped()) {
      const error = await failureOf(() => follow(running));
      if (running.isStopped()) break;
      if (isAnew && isEndedFeed(error)) continue;
      const delay = assess(error);
      if (delay === undefined) return;
      await running.sleep(delay);
    }
    trouble = 'stopped';
  };
  const followedAnew = (running: Running) =>
    new Promise<void>((resolve, reject) => {
      if (running.isStopped()) reject(new TransientError('STOPPED', 'the service stops'));
      followers.push(resolve);
      followAnew(running);
    });

  return {
    start: () => {
      run ??= startRunning(clock, keepFollowing);
      return Promise.resolve();
    },
    stop: async () => {
      await run?.stop();
      for (const resolve of followers.splice(0)) resolve(); // they see that it is over
      run = undefined;
    },
    ready: () => ({
      ok: trouble === '',
      detail: `read models ${name}: ${trouble || 'following'}`,
      refilling: trouble === REFILLING,
    }),
    isFilling: (view) => filling.has(view),
    take: (commit) => {
      onDurable(commit.events);
      own?.take(commit);
    },
    rebuild: (projection, onEvents) => {
      const running = run;
      if (!running) return Promise.reject(new TransientError('STOPPED', 'the read models do not follow'));
      const isOver = () => running.isStopped();
      return rebuild(projection, { ...parts, onEvents, isOver, followAnew: () => followedAnew(running) });
    },
  };
};

interface Filling {
  readonly targets: readonly ReadTarget[];
  readonly position: FeedPosition;
  readonly filling: Set<string>;
  readonly isOver: () => boolean;
}

/** A read model that is new shows nothing yet of what was there before it was. */
const fillNew = async (
  { store, views }: ProjectorParts,
  { targets, position, filling, isOver }: Filling,
): Promise<void> => {
  filling.clear();
  const empty: Target[] = [];
  for (const target of targets)
    if (target.isRead && !(await position.isFilled(target.place))) empty.push(target);
  for (const { projection } of empty) filling.add(projection.view);
  if (empty.length === 0 || !(await fill(empty, { store, views, isOver }))) return;
  for (const { projection, place } of empty) {
    await takeAlong({ projection, made: place }, { store, views });
    await position.markFilled(place);
  }
  filling.clear();
};
