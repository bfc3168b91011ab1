// What a feed of every commit store must do for whoever knows most commits already, run on each adapter.
import { expect } from 'chai';
import { eventually } from '../time/eventually.ts';
import { commitOf } from './fixtures.ts';
import type { StoreUnderTest } from './fixtures.ts';
import type { CommitStore, Feed, FollowedPage, Inserted } from './store.ts';

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

    it('brings of what comes only the commits that are wanted, asks for each with what it writes, and says how far it has read', async () => {
      const asked: Inserted[] = [];
      const pages: FollowedPage[] = [];
      const feed = await store.follow(
        undefined,
        (page) => Promise.resolve(void pages.push(page)),
        async (insertions) => {
          asked.push(...insertions);
          await Promise.resolve();
          return insertions.map(({ id }) => id).filter((id) => id !== 'b' && id !== 'd');
        },
      );
      feeds.push(feed);
      await feed.caughtUp;
      await insert('a', 'b');
      await store.insertOrdered([commitOf('c', { writes: [['stock-a', 1]] }), commitOf('d')]);
      const without = (id: string) => ({ id, writes: [] });
      const c = { id: 'c', writes: ['stock-a@000000000001'] };
      await eventually(() => expect(asked).to.deep.equal([without('a'), without('b'), c, without('d')]));
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
