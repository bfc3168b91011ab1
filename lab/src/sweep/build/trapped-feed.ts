// The feed of a read model: its documents are written, and the position up to which they are is not.
import { parseStream } from '@saga-lab/platform/decider/streams';
import type { CommitStore, FollowedPage } from '@saga-lab/platform/store/store';
import type { ViewDocument, Views } from '@saga-lab/platform/views/views';
import { handledIn } from './known-messages.ts';
import type { Passing, Trap } from './trap.ts';

interface FeedPorts {
  readonly store: CommitStore;
  readonly views: Views;
}

/** A page with the commit of the message over which the process is to die. */
interface Doomed {
  readonly message: Passing;
  readonly events: FollowedPage['commits'][number]['commit']['events'];
  readonly upTo: FollowedPage['upTo'];
}

/**
 * Once the feed has brought the commit the process dies as soon as a document shows it, of several read models the first. Where all of them
 * showed it before, as after a death at this very point, it dies when the page is done with, at the latest before its position is kept.
 */
export const trappedFeed = ({ store, views }: FeedPorts, trap: Trap): FeedPorts => {
  let doomed: Doomed | undefined;
  const dieIf = (isShown: (doomed: Doomed) => boolean): void => {
    if (doomed && isShown(doomed)) trap.die('before-position', doomed.message);
  };
  return {
    store: {
      ...store,
      // Not only those that the process does not know: each is looked at here.
      follow: (after, onPage) =>
        store.follow(after, async (page) => {
          doomed = doomedIn(page, trap);
          await onPage(page);
          dieIf(() => true);
        }),
    },
    views: {
      ...views,
      put: async (view, documents) => {
        await views.put(view, documents);
        dieIf(({ events }) => documents.some((document) => isOf(document, events)));
      },
      savePosition: async (name, position) => {
        dieIf(({ upTo }) => position === upTo);
        await views.savePosition(name, position);
      },
    },
  };
};

/** Whether the document shows one of the events. */
const isOf = ({ _id: id, version }: ViewDocument, events: Doomed['events']): boolean =>
  events.some((event) => parseStream(event.stream).id === id && version >= event.version);

const doomedIn = ({ commits, upTo }: FollowedPage, trap: Trap): Doomed | undefined =>
  commits
    .filter(({ commit }) => commit.events.length > 0)
    .map(({ commit }) => ({ message: handledIn(commit), events: commit.events, upTo }))
    .find(({ message }) => trap.isAt('before-position', message));
