// What every keeper of read models must do, run on each adapter.
import { expect } from 'chai';
import type { ViewDocument, Views } from './views.ts';

interface Account extends ViewDocument {
  readonly status: string;
  readonly balance: number;
}

export const viewsContract = (name: string, make: () => Promise<Views>): void => {
  describe(`views: ${name}`, () => {
    let views: Views;
    beforeEach(async () => {
      views = await make();
    });
    const account = (_id: string, version: number, status = 'OPEN'): Account => ({
      _id,
      version,
      status,
      balance: 4_000_000_000_000 + version,
    });
    const idsOf = (documents: readonly ViewDocument[]) => documents.map(({ _id }) => _id);

    it('gives documents as they were put, by id', async () => {
      await views.put('accounts', [account('a', 1), account('b', 2)]);
      await views.put('others', [account('c', 1)]);
      expect(await views.get('accounts', ['b', 'c'])).to.deep.equal([account('b', 2)]);
      expect(await views.get('nothing', ['b'])).to.deep.equal([]);
    });
    it('says which version of a document is there', async () => {
      await views.put('accounts', [account('a', 1), account('b', 2)]);
      await views.put('accounts', [account('a', 5)]);
      expect([...(await views.versions('accounts', ['c', 'a', 'b']))]).to.have.deep.members([
        ['a', 5],
        ['b', 2],
      ]);
      expect((await views.versions('nothing', ['a'])).size).to.equal(0);
    });
    // @covers R-33
    // @mutation The state: the version guard of documents, in memory or MongoDB (_database_) [twin: documents without version guard]
    it('replaces a document by a newer one only, as a whole', async () => {
      await views.put('accounts', [{ ...account('a', 2), extra: 1 } as ViewDocument, account('b', 2)]);
      await views.put('accounts', [
        account('a', 3),
        { ...account('b', 2), status: 'CLOSED' } as ViewDocument,
      ]);
      await views.put('accounts', [account('a', 1)]);
      expect(await views.get('accounts', ['a'])).to.deep.equal([account('a', 3)]);
      expect(await views.get('accounts', ['b'])).to.deep.equal([account('b', 2)]);
    });
    it('ends with the newest when several write at once', async () => {
      const versions = [3, 9, 1, 7, 10, 4, 2, 8, 6, 5];
      await Promise.all(versions.map((version) => views.put('accounts', [account('a', version)])));
      expect(await views.get('accounts', ['a'])).to.deep.equal([account('a', 10)]);
    });
    it('writes nothing for nothing', async () => {
      await views.put('accounts', []);
      expect(await views.count('accounts', {})).to.equal(0);
    });
    it('finds by fields, page by page in the order of ids', async () => {
      const all = [
        account('c', 1),
        account('a', 1),
        account('d', 1, 'CLOSED'),
        account('b', 1),
        account('e', 1, 'ODD'),
      ];
      await views.put('accounts', all);
      const open = { status: 'OPEN' };
      expect(idsOf(await views.find('accounts', { where: open, limit: 2 }))).to.deep.equal(['a', 'b']);
      expect(idsOf(await views.find('accounts', { where: open, after: 'b', limit: 2 }))).to.deep.equal(['c']);
      const either = { status: ['CLOSED', 'ODD'], balance: 4_000_000_000_001 };
      expect(idsOf(await views.find('accounts', { where: either, limit: 9 }))).to.deep.equal(['d', 'e']);
      expect(idsOf(await views.find('accounts', { limit: 4 }))).to.deep.equal(['a', 'b', 'c', 'd']);
      expect(await views.count('accounts', open)).to.equal(3);
      expect(await views.count('accounts', undefined)).to.equal(5);
    });
    // @covers R-57
    it('takes a value that looks like an operator for a value', async () => {
      await views.put('accounts', [account('a', 1)]);
      expect(await views.count('accounts', { status: '$exists' })).to.equal(0);
    });
    it('puts another place in the place of the current one, once, if no other was proposed since', async () => {
      expect((await views.places()).get('accounts')).to.equal(undefined);
      await views.propose('accounts', 'accounts@1');
      expect((await views.places()).get('accounts')).to.deep.equal({
        current: 'accounts',
        next: 'accounts@1',
      });
      await views.propose('accounts', 'accounts@2');
      expect(await views.adopt('accounts', 'accounts@1')).to.equal(false);
      expect(await views.adopt('accounts', 'accounts@2')).to.equal(true);
      expect(await views.adopt('accounts', 'accounts@2'), 'asked once more').to.equal(true);
      expect(await views.adopt('others', 'others@1')).to.equal(false);
      expect((await views.places()).get('accounts')).to.deep.equal({ current: 'accounts@2' });
    });
    it('deletes no place that is read, was read just before, or is being filled', async () => {
      const places = ['accounts', 'accounts@1', 'accounts@2', 'accounts@3', 'accounts.2', 'accountants'];
      for (const place of places) await views.put(place, [account('a', 1)]);
      for (const next of ['accounts@1', 'accounts@2']) {
        await views.propose('accounts', next);
        await views.adopt('accounts', next);
      }
      await views.propose('accounts', 'accounts@3');
      await views.tidy('accounts');
      const counts = await Promise.all(places.map((place) => views.count(place, {})));
      expect(counts).to.deep.equal([0, 1, 1, 1, 1, 1]);
    });
    it('keeps a position for each feed', async () => {
      expect(await views.position('f')).to.equal(undefined);
      await views.savePosition('f', 'p2');
      await views.savePosition('f', 'p1');
      await views.savePosition('g', 'p3');
      expect([await views.position('f'), await views.position('g')]).to.deep.equal(['p1', 'p3']);
    });
  });
};
