import { expect } from 'chai';
import type { Commit } from '@saga-lab/platform/store/commit';
import { commitReader } from './commit-reader.ts';
import type { Keep } from './commit-reader.ts';

/** A history that answers pages of two, and notes what it was asked for. */
const history = (pending: readonly boolean[], keep?: Keep) => {
  const commits = pending.map((waits, n) => ({
    _id: `c${n}`,
    at: n,
    ...(waits && { pendingAt: 1 }),
  })) as Commit[];
  const asked: string[] = [];
  const read = commitReader(
    (after, limit) => {
      asked.push(after);
      const from = Number(after);
      const items = commits.slice(from, from + limit);
      return Promise.resolve({ items, next: String(from + items.length) });
    },
    2,
    keep,
  );
  return { commits, asked, read };
};

const idsOf = (commits: readonly Commit[]) => commits.map(({ _id }) => _id).join(' ');

describe('The reader of commits', () => {
  it('reads all pages, oldest first', async () => {
    const { read } = history([false, false, false, false, false]);
    expect(idsOf(await read())).to.equal('c0 c1 c2 c3 c4');
  });

  it('asks no more for a full page that has nothing left to send', async () => {
    const { commits, asked, read } = history([false, false, false]);
    await read();
    commits.push({ _id: 'c3' } as Commit);
    asked.length = 0;
    expect(idsOf(await read())).to.equal('c0 c1 c2 c3');
    expect(asked).to.deep.equal(['2', '4']);
  });

  it('asks again for a page with something to send, and for no other full one', async () => {
    const { commits, asked, read } = history([false, false, true, false, false, false, false]);
    await read();
    commits[2] = { _id: 'c2-sent' } as Commit;
    asked.length = 0;
    expect(idsOf(await read())).to.equal('c0 c1 c2-sent c3 c4 c5 c6');
    expect(asked).to.deep.equal(['2', '6']);
  });

  it('remembers no more of a commit than it is told, and asks for the same pages all the same', async () => {
    const even: Keep = (commit) =>
      Number(commit._id.slice(1)) % 2 === 0 ? ({ _id: commit._id } as Commit) : undefined;
    const { asked, read } = history([false, true, false, false, false], even);
    expect(await read()).to.deep.equal([{ _id: 'c0' }, { _id: 'c2' }, { _id: 'c4' }]);
    asked.length = 0;
    expect(idsOf(await read())).to.equal('c0 c2 c4');
    expect(asked).to.deep.equal(['', '4']);
  });

  it('stops behind an instant if it is told to, and goes on from there the next time', async () => {
    const { asked, read } = history([false, false, false, false, false, false, false]);
    expect(idsOf(await read(2))).to.equal('c0 c1 c2 c3');
    expect(asked).to.deep.equal(['', '2']);
    expect(idsOf(await read())).to.equal('c0 c1 c2 c3 c4 c5 c6');
    expect(asked).to.deep.equal(['', '2', '4', '6']);
  });
});
