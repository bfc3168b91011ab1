// The feed of a read model: its documents are written, and the position up to which they are is not.
import type { CommitStore, FollowedPage } from '@saga-lab/platform/store/store';
import type { Views } from '@saga-lab/platform/views/views';
import { handledIn } from './known-messages.ts';
import type { Passing, Trap } from './trap.ts';

interface FeedPorts {
  readonly store: CommitStore;
  readonly views: Views;
}

/** One page is folded at a time. A position is written once a second at most, so the process dies before it or, without one, at the end of the page. */
export const trappedFeed = ({ store, views }: FeedPorts, trap: Trap): FeedPorts => {
  let doomed: Passing | undefined;
  let isWritten = false;
  const dieIfWritten = (): void => {
    if (doomed && isWritten) trap.die('before-position', doomed);
  };
  return {
    store: {
      ...store,
      follow: (after, onPage) =>
        store.follow(after, async (page) => {
          doomed = doomedIn(page, trap);
          isWritten = false;
          await onPage(page);
          dieIfWritten();
        }),
    },
    views: {
      ...views,
      put: async (view, documents) => {
        await views.put(view, documents);
        isWritten ||= documents.length > 0;
      },
      savePosition: (feed, position) => {
        dieIfWritten();
        return views.savePosition(feed, position);
      },
    },
  };
};

const doomedIn = ({ commits }: FollowedPage, trap: Trap): Passing | undefined =>
  commits
    .filter(({ commit }) => commit.events.length > 0)
    .map(({ commit }) => handledIn(commit))
    .find((message) => trap.isAt('before-position', message));
