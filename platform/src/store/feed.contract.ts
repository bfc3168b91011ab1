// What the feed of every commit store must do, run on each adapter.
import { expect } from 'chai';
import { eventually } from '../time/eventually.ts';
import { commitOf } from './fixtures.ts';
import type { StoreUnderTest } from './fixtures.ts';
import type { CommitStore, Feed, FeedPage, FollowedCommit, FollowedPage, Position } from './store.ts';

interface Seen {
  readonly id: string;
  readonly position: Position;
}

export const feedContract = (name: string, make: () => Promise<StoreUnderTest>): void => {
  describe(`feed: ${name}`, () => {
    let store: CommitStore;
    let another: StoreUnderTest['another'];
    const feeds: Feed[] = [];
    beforeEach(async () => {
      ({ store, another } = await make());
    });
    afterEach(async () => {
      await Promise.all(feeds.splice(0).map((feed) => feed.close()));
    });

    const insert = async (...ids: string[]) => {
      expect(await store.insertOrdered(ids.map((id) => commitOf(id)))).to.deep.equal({ status: 'inserted' });
    };
    const follow = async (after?: Position, from = store) => {
      const seen: Seen[] = [];
      const feed = await from.follow(after, ({ commits }) => {
        seen.push(...commits.map(({ commit, position }) => ({ id: commit._id, position })));
        return Promise.resolve();
      });
      feeds.push(feed);
      const ids = () => seen.map(({ id }) => id);
      return {
        feed,
        seen,
        sees: (...wanted: string[]) => eventually(() => expect(ids()).to.deep.equal(wanted)),
      };
    };
    const idsOf = ({ commits }: FeedPage<FollowedCommit>) => commits.map(({ commit }) => commit._id);

    it('gives what was there before, and what comes, in the order of insertion', async () => {
      await insert('b', 'a');
      const { sees } = await follow();
      await sees('b', 'a');
      await insert('d', 'c');
      await sees('b', 'a', 'd', 'c');
    });
    it('goes on behind a position, also in another instance', async () => {
      await insert('x');
      const first = await follow();
      await first.sees('x');
      await insert('c', 'b', 'a');
      await first.sees('x', 'c', 'b', 'a');
      await first.feed.close();
      await insert('z', 'y');
      await store.close();
      const reopened = await another();
      const second = await follow(first.seen[2]?.position, reopened);
      await second.sees('a', 'z', 'y');
    });
    it('loses none while commits come in during the start', async () => {
      const ids = Array.from({ length: 60 }, (_, n) => `c${n}`);
      const writing = (async () => {
        for (const id of ids) await insert(id);
      })();
      const { seen } = await follow();
      await writing;
      await eventually(() => expect(new Set(seen.map(({ id }) => id))).to.deep.equal(new Set(ids)));
    });
    it('can be stopped and resumed at any page of the first reading without losing one', async () => {
      const ids = Array.from({ length: 450 }, (_, n) => `c${n}`);
      await insert(...ids);
      const pages: FollowedPage[] = [];
      const broken = await store.follow(undefined, (page) => {
        pages.push(page);
        return Promise.reject(new Error('the follower broke'));
      });
      expect(await broken.ended.catch((error: unknown) => error)).to.have.property(
        'message',
        'the follower broke',
      );
      const rest = await follow(pages[0]?.commits.at(-1)?.position);
      const before = pages.flatMap(idsOf);
      await eventually(() => {
        expect(new Set([...before, ...rest.seen.map(({ id }) => id)])).to.deep.equal(new Set(ids));
      });
    });
    it('takes the next page only when the one before is done with', async () => {
      let running = 0;
      let most = 0;
      const seen: string[] = [];
      feeds.push(
        await store.follow(undefined, async (page) => {
          most = Math.max(most, ++running);
          await new Promise((resolve) => setTimeout(resolve, 5));
          running -= 1;
          seen.push(...idsOf(page));
        }),
      );
      for (const id of ['a', 'b', 'c', 'd', 'e']) await insert(id);
      // What is inserted during the first reading may come once more.
      await eventually(() => expect([...new Set(seen)]).to.deep.equal(['a', 'b', 'c', 'd', 'e']));
      expect(most).to.equal(1);
    });
    it('tells when it has given everything that was there', async () => {
      const ids = Array.from({ length: 450 }, (_, n) => `c${n}`);
      await insert(...ids);
      const { feed, seen } = await follow();
      await feed.caughtUp;
      expect(new Set(seen.map((each) => each.id))).to.deep.equal(new Set(ids));
      const rest = await follow(seen.at(-1)?.position);
      await rest.feed.caughtUp;
      expect(rest.seen).to.deep.equal([]);
    });
    it('goes on behind a place in a page', async () => {
      await insert('a', 'b', 'c');
      const { commits } = await store.page(undefined, 2);
      const { feed, seen, sees } = await follow(commits.at(-1)?.position);
      await feed.caughtUp;
      expect(seen.map(({ id }) => id)).to.deep.equal(['c']);
      await insert('d');
      await sees('c', 'd');
    });
    it('ends quietly when it is closed, and is silent then', async () => {
      await insert('a');
      const { feed, sees } = await follow();
      await sees('a');
      await feed.close();
      await feed.ended;
      await insert('b');
      await (await follow()).sees('a', 'b'); // by then the closed one would have seen it too
      await sees('a');
    });
    it('ends with FEED_LOST at a position that it does not know', async () => {
      const { feed } = await follow('nonsense');
      expect(await feed.ended.catch((error: unknown) => error)).to.include({ code: 'FEED_LOST' });
      const page = await store.page('nonsense', 1).catch((error: unknown) => error);
      expect(page).to.include({ code: 'FEED_LOST' });
    });

    it('is read page by page from the very first commit, in the same order', async () => {
      expect(idsOf(await store.page(undefined, 10))).to.deep.equal([]);
      await insert('c', 'a', 'b');
      const first = await store.page(undefined, 2);
      expect(idsOf(first)).to.deep.equal(['c', 'a']);
      const second = await store.page(first.commits[1]?.position, 2);
      expect(idsOf(second)).to.deep.equal(['b']);
      expect(idsOf(await store.page(second.commits[0]?.position, 2))).to.deep.equal([]);
      const reopened = await another();
      expect(idsOf(await reopened.page(undefined, 10))).to.deep.equal(['c', 'a', 'b']);
    });
    it('is read by several at once in pages of their own size, and any page again', async () => {
      const ids = Array.from({ length: 1_050 }, (_, n) => `c${n}`);
      await insert(...ids);
      const readAll = async (limit: number) => {
        const pages: FeedPage[] = [];
        for (let after: Position | undefined; ; after = pages.at(-1)?.commits.at(-1)?.position) {
          pages.push(await store.page(after, limit));
          if ((pages.at(-1)?.commits.length ?? 0) < limit) return pages;
        }
      };
      const readers = await Promise.all([100, 100, 60].map(readAll));
      for (const pages of readers) expect(pages.flatMap(idsOf)).to.deep.equal(ids);
      const [pages = []] = readers;
      for (const before of [0, 3, 9]) {
        const again = await store.page(pages[before]?.commits.at(-1)?.position, 100);
        expect(idsOf(again)).to.deep.equal(ids.slice(100 * (before + 1), 100 * (before + 2)));
      }
      await insert('later');
      expect(idsOf(await store.page(pages.at(-2)?.commits.at(-1)?.position, 100)).at(-1)).to.equal('later');
    });
    it('shows commits in pages as they are now', async () => {
      await store.insertOrdered([commitOf('a', { messages: 1, pendingAt: 1 })]);
      await store.claimDue(1, 5);
      await store.markSent([{ id: 'a', sent: [0] }]);
      await eventually(async () => {
        const [shown] = (await store.page(undefined, 1)).commits;
        expect(shown?.commit).to.deep.equal(commitOf('a', { messages: 1, sent: [0] }));
      });
    });
  });
};
