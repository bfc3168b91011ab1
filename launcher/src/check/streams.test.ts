import { expect } from 'chai';
import {
  commitOf,
  completed,
  event,
  findingsOf,
  happened,
  violatedBy,
  withCommits,
} from '../testing/made-up-facts.ts';

describe('I-7, whole streams, turns red', () => {
  it('when a version is missing', () => {
    const made = happened('payment-service', 'Jump', [event('account-eve', 2, 'AccountAdjusted', {})])(
      completed(),
    );
    expect(violatedBy(made)).to.deep.equal(['I-7']);
    expect(findingsOf(made, 'I-7')).to.deep.equal(['stream account-eve has version 2 where 1 should be.']);
  });

  it('when a version is there twice', () => {
    const opened = event('account-eve', 1, 'AccountOpened', {});
    const made = withCommits(completed(), 'payment-service', (commits) => [
      ...commits,
      commitOf('PutAccount', [opened]),
      commitOf('PutAccount', [opened]),
    ]);
    expect(findingsOf(made, 'I-7')).to.deep.equal(['stream account-eve has version 1 where 2 should be.']);
  });

  for (const [noun, id] of Object.entries({ orders: 'order o1', sagas: 'saga o1', stock: 'stock lamp' }))
    it(`when the list of ${noun} shows something else than the stream, or not at all`, () => {
      const made = completed();
      const stale = made.listed[noun as 'orders'].map((item) => ({ ...item, status: 'STALE' as 'PENDING' }));
      for (const items of [stale, []]) {
        const seen = { ...made, listed: { ...made.listed, [noun]: items } };
        expect(violatedBy(seen)).to.deep.equal(['I-7']);
        expect(findingsOf(seen, 'I-7')).to.deep.equal([`${id} is not listed as its stream says.`]);
      }
    });
});
