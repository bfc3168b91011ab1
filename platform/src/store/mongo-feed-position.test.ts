import { expect } from 'chai';
import { Timestamp } from 'mongodb';
import { behind, resumption } from './mongo-feed-position.ts';

describe('A position of the feed on MongoDB', () => {
  it('is an instant or the token of a change', () => {
    expect(resumption(behind(new Timestamp({ t: 7, i: 1 })))).to.deep.equal({
      startAtOperationTime: new Timestamp({ t: 7, i: 2 }),
    });
    expect(resumption('82AB')).to.deep.equal({ resumeAfter: { _data: '82AB' } });
  });

  for (const position of ['', 'zzz', '{"$gt":1}', 'at:1', 'at:99999999999.1', 'at:1.4294967296'])
    it(`cannot be '${position}'`, () => {
      expect(() => resumption(position))
        .to.throw()
        .with.property('code', 'FEED_LOST');
    });
});
