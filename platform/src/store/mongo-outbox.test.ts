import { expect } from 'chai';
import type { BulkWriteOptions, Collection } from 'mongodb';
import { commitOf } from './fixtures.ts';
import { mongoOutbox } from './mongo-outbox.ts';
import type { StoredCommit } from './mongo-schema.ts';
import { openCovers } from './mongo-open-covers.ts';

/** Which marks were written together, and how durable they had to be. */
const written = () => {
  const seen: { readonly updates: number; readonly awaits: 'the primary' | 'a majority' }[] = [];
  const commits = {
    bulkWrite: (updates: readonly unknown[], { writeConcern }: BulkWriteOptions) => {
      seen.push({ updates: updates.length, awaits: writeConcern ? 'the primary' : 'a majority' });
      return Promise.resolve();
    },
  };
  const covers = openCovers();
  covers.add(['first', 'b', 'c'].map((id) => commitOf(id, { messages: 2, pendingAt: 1 })));
  const { markSent } = mongoOutbox({
    commits: commits as unknown as Collection<StoredCommit>,
    covers,
    unique: () => 'token',
  });
  return { seen, markSent };
};
const whole = (id: string) => ({ id, sent: [0, 1] });
const half = (id: string) => ({ id, sent: [0], pendingAt: 9 });

describe('mongoOutbox, marking', () => {
  it('waits for no majority where losing a mark only sends again', async () => {
    const { seen, markSent } = written();
    await markSent([whole('x'), half('y'), whole('first'), whole('b'), whole('c')]);
    expect(seen).to.deep.equal([{ updates: 3, awaits: 'the primary' }]);
  });
  // @mutation The messages: what is left of a covered commit is durable before its cover goes (_database_) [none: there is no such thing in memory]
  it('takes a cover away only when what is left of the others is durable', async () => {
    const { seen, markSent } = written();
    await markSent([whole('first'), half('b'), whole('c')]);
    expect(seen).to.deep.equal([
      { updates: 1, awaits: 'a majority' },
      { updates: 1, awaits: 'the primary' },
    ]);
  });
});
