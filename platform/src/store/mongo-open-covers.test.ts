import { expect } from 'chai';
import { commitOf } from './fixtures.ts';
import { openCovers } from './mongo-open-covers.ts';

const LATER = 5_000;
const together = (...ids: readonly string[]) => ids.map((id) => commitOf(id, { messages: 2, pendingAt: 1 }));
const whole = (id: string) => ({ id, sent: [0, 1] });
const half = (id: string, sent = 0) => ({ id, sent: [sent], pendingAt: LATER });
const ended = <M>(mark: M) => ({ ...mark, cover: 'ends' as const });
const covered = <M>(mark: M) => ({ ...mark, cover: 'covered' as const });

const opened = () => {
  const covers = openCovers();
  covers.add(together('first', 'b', 'c'));
  return covers;
};

describe('openCovers', () => {
  it('writes marks of commits that are not covered as they are', () => {
    expect(opened().note([whole('x'), half('y')])).to.deep.equal([whole('x'), half('y')]);
  });
  it('writes one mark when all are done, whichever is the last', () => {
    const covers = opened();
    expect(covers.note([whole('b')])).to.deep.equal([]);
    expect(covers.note([whole('first')])).to.deep.equal([]);
    expect(covers.note([whole('c')])).to.deep.equal([ended(whole('first'))]);
    const other = opened();
    expect(other.note([whole('b'), whole('c')])).to.deep.equal([]);
    expect(other.note([whole('first')])).to.deep.equal([ended(whole('first'))]);
  });
  it('knows nothing more of them once that is written', () => {
    const covers = opened();
    const all = covers.note(['first', 'b', 'c'].map(whole));
    expect(covers.covering()).to.deep.equal(['first']);
    expect(covers.written(all)).to.deep.equal([]);
    expect(covers.covering()).to.deep.equal([]);
    expect(covers.note([whole('b')])).to.deep.equal([whole('b')]);
    expect(covers.note([whole('first')])).to.deep.equal([whole('first')]);
  });
  it('lets nobody lose their cover before what is left of them is written', () => {
    const covers = opened();
    expect(covers.note([whole('first'), whole('b'), half('c')])).to.deep.equal([covered(half('c'))]);
    expect(covers.note([]), 'the write of c failed').to.deep.equal([]);
    expect(covers.note([half('c')])).to.deep.equal([covered(half('c'))]);
    expect(covers.written([covered(half('c'))])).to.deep.equal([ended(whole('first'))]);
    expect(covers.written([ended(whole('first'))])).to.deep.equal([]);
  });
  it('keeps what is left of the first one until the others need it no more', () => {
    const covers = opened();
    expect(covers.note([half('first')])).to.deep.equal([]);
    expect(covers.note([whole('b')])).to.deep.equal([]);
    expect(covers.note([whole('c')])).to.deep.equal([ended(half('first'))]);
  });
  it('writes at once when a timer of the first one is due before the group is looked at', () => {
    const covers = openCovers();
    covers.add(['first', 'b'].map((id) => commitOf(id, { messages: 2, pendingAt: LATER + 1 })));
    expect(covers.note([half('first')])).to.deep.equal([{ ...half('first'), cover: 'covers' }]);
    expect(covers.note([whole('b')])).to.deep.equal([ended(half('first'))]);
    covers.add(['first', 'b'].map((id) => commitOf(id, { messages: 2, pendingAt: LATER + 1 })));
    expect(covers.note([half('first'), whole('b')])).to.deep.equal([ended(half('first'))]);
  });
  it('unmarks nothing of the first one meanwhile', () => {
    const last = (...marks: Parameters<ReturnType<typeof openCovers>['note']>[0]) => {
      const covers = opened();
      for (const mark of marks) covers.note([mark]);
      return covers.note([whole('b'), whole('c')])[0];
    };
    expect(last(half('first', 1), half('first', 0)))
      .to.include({ pendingAt: LATER })
      .and.deep.include({ sent: [0, 1] });
    expect(last(whole('first'), half('first'))).to.deep.equal(ended(whole('first')));
    expect(last(half('first'), whole('first'))).to.deep.equal(ended(whole('first')));
  });
  it('tells what is not done when a cover is taken away, and covers that no more', () => {
    const covers = opened();
    covers.note([whole('b')]);
    expect(covers.uncovering('c'), 'it covers nothing').to.equal(undefined);
    expect(covers.uncovering('first')).to.deep.equal(['c']);
    expect(covers.note([whole('c')])).to.deep.equal([whole('c')]);
    expect(covers.uncovering('first'), 'asked again, for that failed').to.deep.equal(['c']);
  });
  it('keeps what is done of the first one while its cover is taken away', () => {
    const covers = opened();
    covers.uncovering('first');
    expect(covers.note([half('first')])).to.deep.equal([]);
    expect(covers.note([whole('first')])).to.deep.equal([]);
    expect(covers.end('first')).to.deep.equal(ended(whole('first')));
    expect(covers.end('first')).to.equal(undefined);
    expect(covers.covering()).to.deep.equal([]);
    expect(covers.note([whole('first')])).to.deep.equal([whole('first')]);
  });
  it('ends the group, whoever of it was claimed', () => {
    const covers = opened();
    expect(covers.end('c')).to.equal(undefined);
    expect(covers.covering()).to.deep.equal([]);
    expect(covers.note([whole('b')])).to.deep.equal([whole('b')]);
  });
  it('still tells that all are done where that could not be written', () => {
    const covers = opened();
    covers.note(['first', 'b', 'c'].map(whole));
    expect(covers.note([whole('first')]), 'noted again').to.deep.equal([ended(whole('first'))]);
    expect(covers.uncovering('first')).to.deep.equal([]);
    expect(covers.end('first')).to.deep.equal(ended(whole('first')));
  });
  it('keeps apart what two of them cover', () => {
    const covers = opened();
    covers.add(together('second', 'd'));
    expect(covers.note([whole('first'), whole('b'), whole('second')])).to.deep.equal([]);
    expect(covers.written(covers.note([whole('d')]))).to.deep.equal([]);
    expect(covers.covering()).to.deep.equal(['first']);
  });
  it('has room for as many as it is told', () => {
    const covers = openCovers(2);
    expect(covers.hasRoom()).to.equal(true);
    covers.add(together('first', 'b'));
    expect(covers.hasRoom()).to.equal(false);
    covers.end('first');
    expect(covers.hasRoom()).to.equal(true);
  });
  it('keeps nothing of an insertion that made none of them durable', () => {
    const covers = openCovers(1);
    covers.add([]);
    expect(covers.hasRoom()).to.equal(true);
  });
});
