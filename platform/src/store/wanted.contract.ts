// What a feed of every commit store must do for whoever knows most commits already, run on each adapter.
import { expect } from 'chai';
import { eventually } from '../time/eventually.ts';
import { commitOf } from './fixtures.ts';
import type { StoreUnderTest } from './fixtures.ts';
import type { CommitStore, Feed, FollowedPage } from './store.ts';

export const wantedContract = (name: string, make: () => Promise<StoreUnderTest>): void => {
  describe(`feed of what is wanted: ${name}`, () => {
    let store: CommitStore;
    const feeds: Feed[] = [];
    beforeEach(async () => {
      ({ store } = await make());
    });
    afterEach(async () => {
      await Promise.all(feeds.splice(0).map((feed) => feed.close()));
    });
    const insert = (...ids: string[]) => store.insertOrdered(ids.map((id) => commitOf(id)));
    const idsOf = ({ commits }: FollowedPage) => commits.map(({ commit }) => commit._id);

    it('brings of what comes only the commits that are wanted, and says how far it has read', async () => {
      const asked: string[] = [];
      const pages: FollowedPage[] = [];
      const feed = await store.follow(
        undefined,
        (page) => Promise.resolve(void pages.push(page)),
        async (ids) => {
          asked.push(...ids);
          await Promise.resolve();
          return ids.filter((id) => id !== 'b' && id !== 'd');
        },
      );
      feeds.push(feed);
      await feed.caughtUp;
      await insert('a', 'b', 'c', 'd');
      await eventually(() => expect(asked).to.deep.equal(['a', 'b', 'c', 'd']));
      await eventually(() => expect(pages.flatMap(idsOf)).to.deep.equal(['a', 'c']));
      await eventually(() => expect(pages.reduce((sum, { read }) => sum + read, 0)).to.equal(4));
      await feed.close();
      await insert('e');
      const rest: FollowedPage[] = [];
      feeds.push(await store.follow(pages.at(-1)?.upTo, (page) => Promise.resolve(void rest.push(page))));
      await eventually(() => expect(rest.flatMap(idsOf)).to.deep.equal(['e']));
    });
  });
};
