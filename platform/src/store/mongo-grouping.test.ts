import { expect } from 'chai';
import type { Commit } from './commit.ts';
import { commitOf, entry } from './fixtures.ts';
import { groupOutboxes } from './mongo-grouping.ts';

const AT = 1_000_000;
const sending = (id: string, rest: Partial<Omit<Commit, 'writes'>> = {}) =>
  commitOf(id, { messages: 1, at: AT, pendingAt: AT + 1_000, ...rest });
const timer = (ms: number) => ({ ...entry('t'), notBefore: AT + ms });
const three = ['a', 'b', 'c'].map((id) => sending(id));
const ids = (groups: readonly (readonly Commit[])[]) => groups.map((group) => group.map(({ _id }) => _id));

describe('groupOutboxes', () => {
  it('lets the first commit of a batch keep the instant for all of them', () => {
    const { documents, groups } = groupOutboxes(three);
    const [first, ...others] = documents;
    expect(first).to.deep.equal({ ...three[0], covers: ['b', 'c'] });
    for (const one of others) expect(one).to.not.have.any.keys('sent', 'pendingAt', 'covers');
    expect(documents.map(({ _id }) => _id)).to.deep.equal(['a', 'b', 'c']);
    expect(groups).to.deep.equal([three]);
  });
  it('leaves a few commits as they are', () => {
    expect(groupOutboxes(three.slice(1))).to.deep.equal({ documents: three.slice(1), groups: [] });
    expect(groupOutboxes([])).to.deep.equal({ documents: [], groups: [] });
  });
  it('leaves alone what sends nothing, what is done, and what only waits for a timer', () => {
    const odd = [
      commitOf('silent'),
      commitOf('done', { messages: 1, sent: [0] }),
      sending('half', { outbox: [entry('x'), entry('y')], sent: [1] }),
      sending('timer', { outbox: [timer(1_000)] }),
    ];
    const { documents, groups } = groupOutboxes([...odd, ...three]);
    expect(documents.slice(0, odd.length)).to.deep.equal(odd);
    expect(ids(groups)).to.deep.equal([['a', 'b', 'c']]);
  });
  it('covers commits with messages and timers', () => {
    const both = ['a', 'b', 'c'].map((id) => sending(id, { outbox: [entry('m'), timer(1_000)] }));
    expect(ids(groupOutboxes(both).groups)).to.deep.equal([['a', 'b', 'c']]);
  });
  it('looks when the last of a group would be looked at, and puts none into it that would wait much longer for that', () => {
    const instants = [1_000, 3_000, 1_100, 3_499, 2_000, 1_499, 3_200];
    const { documents, groups } = groupOutboxes(
      instants.map((ms) => sending(`at-${ms}`, { pendingAt: AT + ms })),
    );
    expect(ids(groups)).to.deep.equal([
      ['at-1000', 'at-1100', 'at-1499'],
      ['at-3000', 'at-3499', 'at-3200'],
    ]);
    const covering = documents.filter(({ covers }) => covers !== undefined);
    expect(covering.map(({ _id, pendingAt }) => [_id, pendingAt])).to.deep.equal([
      ['at-1000', AT + 1_499],
      ['at-3000', AT + 3_499],
    ]);
    expect(documents[4]).to.include({ _id: 'at-2000', pendingAt: AT + 2_000 });
  });
});
