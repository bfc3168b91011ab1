// The feed of a read model: its documents are written, and the position up to which they are is not.
import { parseStream } from '@saga-lab/platform/decider/streams';
import type { CommitStore, FollowedPage } from '@saga-lab/platform/store/store';
import type { Views } from '@saga-lab/platform/views/views';
import { handledIn } from './known-messages.ts';
import type { Passing, Trap } from './trap.ts';

interface FeedPorts {
  readonly store: CommitStore;
  readonly views: Views;
}

interface Doomed {
  readonly message: Passing;
  readonly events: FollowedPage['commits'][number]['commit']['events'];
}

/**
 * A process shows its own commits as it makes them, and hears of them from the feed later, from which the position comes. So it dies as
 * soon as both have happened, in whichever order: the feed has brought the commit, and a document shows its event.
 */
export const trappedFeed = ({ store, views }: FeedPorts, trap: Trap): FeedPorts => {
  let doomed: Doomed | undefined;
  /** Id of a thing -> the version up to which some document of it is written. */
  const written = new Map<string, number>();
  const isShown = ({ events }: Doomed): boolean =>
    events.some(({ stream, version }) => (written.get(parseStream(stream).id) ?? 0) >= version);
  const dieIfShown = (): void => {
    if (doomed && isShown(doomed)) trap.die('before-position', doomed.message);
  };
  return {
    store: {
      ...store,
      // Not only those that the process does not know: each is looked at here.
      follow: (after, onPage) =>
        store.follow(after, async (page) => {
          doomed = doomedIn(page, trap) ?? doomed;
          dieIfShown();
          await onPage(page);
        }),
    },
    views: {
      ...views,
      put: async (view, documents) => {
        await views.put(view, documents);
        for (const { _id, version } of documents) written.set(_id, Math.max(version, written.get(_id) ?? 0));
        dieIfShown();
      },
    },
  };
};

const doomedIn = ({ commits }: FollowedPage, trap: Trap): Doomed | undefined =>
  commits
    .filter(({ commit }) => commit.events.length > 0)
    .map(({ commit }) => ({ message: handledIn(commit), events: commit.events }))
    .find(({ message }) => trap.isAt('before-position', message));
