// Keeps read models: follows the feed of commits and folds every event once, whatever the feed repeats or skips.
import { errorMessage, PermanentError, TransientError } from '../decider/errors.ts';
import type { Feed, FeedPage, CommitStore } from '../store/store.ts';
import { backOff } from '../decider/back-off.ts';
import type { Projection } from '../views/projection.ts';
import type { Views } from '../views/views.ts';
import { foldPage } from './fold-page.ts';
import type { Clock, Observer } from './ports.ts';

export interface Projector {
  readonly start: () => Promise<void>;
  /** Resolves when the page in work is finished. */
  readonly stop: () => Promise<void>;
  /** Not ok while it is `refilling`, too: what is there is right, and may be old. */
  readonly ready: () => { readonly ok: boolean; readonly detail: string; readonly refilling: boolean };
}

export interface ProjectorParts {
  /** Name under which the position is kept, together with the views of all projections. */
  readonly name: string;
  readonly store: CommitStore;
  readonly views: Views;
  readonly projections: readonly Projection[];
  readonly observer: Observer;
  readonly clock: Clock;
}

const RETRY_BACK_OFF = { first: 100, most: 5_000 };
const POSITION_EVERY_MS = 1000;
const REFILLING = 'filled again from the first commit';

/**
 * A feed that ends or a store that is away is tried again with back-off. If its position is lost, it is read from the
 * first commit on, which is told of at its begin and its end; the documents stay, as their versions say what they show
 * already: readers see them meanwhile, and what another instance says of its own position stays true.
 * An event that a projection cannot fold stops everything with the alarm `feed-ended`: it is never skipped.
 */
export const projector = (parts: ProjectorParts): Projector => {
  const { name, store, views, observer, clock } = parts;
  let trouble = 'not started';
  let failures = 0;
  let isLost = false;
  let run: Running | undefined;

  const follow = async (running: Running) => {
    const refilling = isLost;
    const position = refilling ? undefined : await views.position(name);
    isLost = false;
    const keepPosition = positionKeeper(parts);
    const feed = await store.follow(position, async (page) => {
      await project(parts, page);
      await keepPosition(page);
      failures = 0;
    });
    trouble = refilling ? REFILLING : '';
    if (refilling) tellOfRefilling(feed);
    await running.until(feed);
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
      const delay = assess(error);
      if (delay === undefined) return;
      await running.sleep(delay);
    }
    trouble = 'stopped';
  };

  return {
    start: () => {
      run ??= startRunning(clock, keepFollowing);
      return Promise.resolve();
    },
    stop: async () => {
      await run?.stop();
      run = undefined;
    },
    ready: () => ({
      ok: trouble === '',
      detail: `read models ${name}: ${trouble || 'following'}`,
      refilling: trouble === REFILLING,
    }),
  };
};

/** What `stop` has to interrupt. */
interface Running {
  readonly isStopped: () => boolean;
  readonly until: (feed: Feed) => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const startRunning = (clock: Clock, work: (running: Running) => Promise<void>): Running => {
  let stopped = false;
  let interrupt: () => void = () => undefined;
  const running: Running = {
    isStopped: () => stopped,
    until: async (feed) => {
      interrupt = () => void feed.close();
      if (stopped) interrupt();
      await feed.ended;
    },
    sleep: (ms) =>
      new Promise((resolve) => {
        const cancel = clock.wakeAt(clock.now() + ms, resolve);
        interrupt = () => {
          cancel();
          resolve();
        };
      }),
    stop: async () => {
      stopped = true;
      interrupt();
      await done;
    },
  };
  const done = work(running);
  return running;
};

const failureOf = async (work: () => Promise<void>): Promise<unknown> => {
  try {
    await work();
    return new TransientError('FEED_ENDED', 'the feed ended');
  } catch (error) {
    return error;
  }
};

const project = async (
  { store, views, projections, observer, clock }: ProjectorParts,
  page: FeedPage,
): Promise<void> => {
  for (const projection of projections) {
    const shown = await foldPage({ store, views, projection }, page);
    const now = clock.now();
    if (shown.length > 0)
      observer({ kind: 'projected', view: projection.view, lags: shown.map(({ at }) => now - at) });
  }
};

/** At most one position a second is written: what comes again after a restart is skipped by its version. */
const positionKeeper = ({ name, views, clock }: ProjectorParts) => {
  let savedAt = -Infinity;
  return async ({ commits }: FeedPage): Promise<void> => {
    const last = commits.at(-1);
    if (!last || clock.now() < savedAt + POSITION_EVERY_MS) return;
    savedAt = clock.now();
    await views.savePosition(name, last.position);
  };
};
