import { expect } from 'chai';
import { Timestamp } from 'mongodb';
import { behind, hasReached, resumption } from './mongo-feed-position.ts';

describe('A position of the feed on MongoDB', () => {
  it('is an instant or the token of a change', () => {
    expect(resumption(behind(new Timestamp({ t: 7, i: 1 })))).to.deep.equal({
      startAtOperationTime: new Timestamp({ t: 7, i: 2 }),
    });
    expect(resumption('82AB')).to.deep.equal({ resumeAfter: { _data: '82AB' } });
  });

  it('tells whether a token is of an instant or a later one', () => {
    const token = '8265A0B1C20000000A2B022C0100296E5A1004';
    const [t, i] = [0x65a0b1c2, 10];
    const instants = [
      [t, i - 1],
      [t, i],
      [t, i + 1],
      [t + 1, 1],
      [t - 1, 999],
    ] as const;
    const reached = instants.map(([seconds, n]) => hasReached(token, new Timestamp({ t: seconds, i: n })));
    expect(reached).to.deep.equal([true, true, false, false, true]);
    expect(hasReached(undefined, new Timestamp({ t: 0, i: 0 }))).to.equal(false);
  });

  for (const position of ['', 'zzz', '{"$gt":1}', 'at:1', 'at:99999999999.1', 'at:1.4294967296'])
    it(`cannot be '${position}'`, () => {
      expect(() => resumption(position))
        .to.throw()
        .with.property('code', 'FEED_LOST');
    });
});
