import { expect } from 'chai';
import type { ViewDocument } from '../../views/views.ts';
import { knownDocuments } from './known-documents.ts';

const document = (_id: string, version: number): ViewDocument => ({ _id, version });

/** Looks into a database with `a` and `b`, and keeps what it was asked for. */
const setUp = (capacity?: number) => {
  const asked: string[] = [];
  const get = (_: string, ids: readonly string[]) => {
    asked.push(ids.join());
    return Promise.resolve([document('a', 3), document('b', 1)].filter(({ _id }) => ids.includes(_id)));
  };
  return { asked, known: knownDocuments({ get: get as never }, 'items', capacity) };
};

describe('documents that are known', () => {
  it('are not looked up again, also those that are not there', async () => {
    const { asked, known } = setUp();
    const first = await known.get(['a', 'c']);
    expect([...first]).to.deep.equal([
      ['a', { version: 3, document: document('a', 3) }],
      ['c', { version: 0, document: undefined }],
    ]);
    known.keep(first);
    expect(await known.get(['a', 'c'])).to.deep.equal(first);
    await known.get(['a', 'b']);
    expect(asked).to.deep.equal(['a,c', 'b']);
  });
  it('are as they were kept, whatever is in the database', async () => {
    const { asked, known } = setUp();
    known.keep(new Map([['a', { version: 9, document: document('a', 9) }]]));
    expect((await known.get(['a'])).get('a')).to.deep.include({ version: 9 });
    expect(asked).to.deep.equal([]);
  });
  it('are nothing of a stream that has just begun, unless more is known of it', async () => {
    const { asked, known } = setUp();
    known.keep(new Map([['a', { version: 9, document: document('a', 9) }]]));
    known.begin(['a', 'b']);
    expect([...(await known.get(['a', 'b']))].map(([id, { version }]) => `${id}${version}`)).to.deep.equal([
      'a9',
      'b0',
    ]);
    expect(asked).to.deep.equal([]);
  });
  it('make room for others, those first that were kept longest ago', async () => {
    const { asked, known } = setUp(4);
    for (const id of ['a', 'b', 'a', 'c', 'd'])
      known.keep(new Map([[id, { version: 1, document: document(id, 1) }]]));
    await known.get(['a', 'b', 'c', 'd']);
    expect(asked).to.deep.equal(['b']);
  });
});
