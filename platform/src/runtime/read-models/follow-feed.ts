// One feed, followed from its opening to its end: its pages are shown, and its position is kept.
import type { Written } from '../../store/commit.ts';
import type { CommitStore, Feed, FollowedPage, Position } from '../../store/store.ts';
import type { Projection } from '../../views/projection.ts';
import type { Views } from '../../views/views.ts';
import type { Clock } from '../ports.ts';
import type { FeedPosition } from './feed-position.ts';
import type { KeeperParts, ReadTarget } from './keeper.ts';
import { knownDocuments } from './known-documents.ts';
import type { PlacesInUse } from './places.ts';
import { resting } from './resting.ts';
import type { Running } from './running.ts';
import { startShowing } from './showing.ts';
import type { Showing } from './showing.ts';

interface Following extends KeeperParts {
  readonly store: CommitStore;
  readonly targets: readonly ReadTarget[];
  readonly places: PlacesInUse;
  readonly position: FeedPosition;
  /** Nothing: from the first commit on. */
  readonly after: Position | undefined;
  readonly running: Running;
  readonly isToBeFollowedAnew: () => boolean;
  /** A read model has moved. */
  readonly followAnew: () => void;
  /** What takes the commits of this process from now on; in the end nothing does. */
  readonly onShowing: (showing: Showing | undefined) => void;
  /** Told of all that the feed brings. */
  readonly onDurable: (written: readonly Written[]) => void;
  /** The feed brings its pages; what is to be done beside, until it is over. */
  readonly onOpen: (feed: Feed, isOver: () => boolean) => Promise<void>;
  /** Told after each page that is shown. */
  readonly onShown: () => void;
}

/** So much may come again after a restart. */
const POSITION_EVERY_MS = 5_000;
const LOOK_FOR_PLACES_EVERY_MS = 1_000;

/** Resolves once the feed is closed. @throws whatever else ends it, or keeps read models from showing it */
export const followFeed = async (following: Following): Promise<void> => {
  const { store, clock, targets, after, running, isToBeFollowedAnew, onShowing, onOpen } = following;
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  failed.catch(() => undefined); // it is looked at once the feed is open
  const showing = startShowing(following, targets, fail);
  const pace = resting(clock, pages(following, showing, fail));
  onShowing(showing);
  try {
    const feed = await store.follow(after, pace.onPage, showing.wanted);
    feed.ended.catch(() => undefined); // where nobody waits for its end any more, that is no failure
    const close = () => {
      pace.end();
      return feed.close();
    };
    if (isToBeFollowedAnew()) {
      await close();
      return;
    }
    let isEnded = false;
    const ended = running
      .until({ ...feed, ended: Promise.race([feed.ended, failed]), close })
      .finally(() => (isEnded = true));
    const isOver = () => isEnded || running.isStopped();
    await Promise.all([ended, onOpen(feed, isOver)]).finally(close);
  } finally {
    onShowing(undefined);
    await showing.stop();
  }
};

const pages = (
  { clock, places, position, followAnew, onDurable, onShown }: Following,
  showing: Showing,
  fail: (error: unknown) => void,
): ((page: FollowedPage) => Promise<void>) => {
  let hasMoved = false;
  const lookForPlaces = everyNowAndThen(clock, LOOK_FOR_PLACES_EVERY_MS, async () => {
    hasMoved = await places.refresh();
    if (hasMoved) followAnew();
  });
  // What comes again after a restart is skipped by its version, so that few positions are enough.
  const keepPosition = everyNowAndThen(clock, POSITION_EVERY_MS, ({ upTo }) => {
    showing
      .passed()
      .then(() => position.save(upTo))
      .catch(fail);
    return Promise.resolve();
  });
  return async (page) => {
    if (hasMoved) return; // this page comes again, for where the read models are now
    for (const { commit } of page.commits) onDurable(commit.events);
    await showing.show(page.commits);
    await keepPosition(page);
    await lookForPlaces(page);
    onShown();
  };
};

/** Does it with a page now and then, at most once in `ms`. */
const everyNowAndThen = (clock: Clock, ms: number, work: (page: FollowedPage) => Promise<void>) => {
  let doneAt = -Infinity;
  return async (page: FollowedPage): Promise<void> => {
    if (clock.now() < doneAt + ms) return;
    doneAt = clock.now();
    await work(page);
  };
};

export const targetsIn = (
  projections: readonly Projection[],
  places: PlacesInUse,
  views: Views,
): readonly ReadTarget[] =>
  projections.flatMap((projection) =>
    places.targetsOf(projection.view).map((place) => ({
      projection,
      place,
      known: knownDocuments(views, place),
      isRead: place === places.placeOf(projection.view),
    })),
  );
