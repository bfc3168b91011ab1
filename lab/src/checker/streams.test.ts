import type { AccountDto } from '@saga-lab/contracts/dtos/payment';
import { expect } from 'chai';
import {
  commitOf,
  compensated,
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

  it('when a commit or a document cannot be read, which then counts nowhere else', () => {
    const garbled = [{ ...commitOf('PutAccount', []), events: null as unknown as [] }];
    const made = withCommits(completed(), 'payment-service', (commits) => [...garbled, ...commits]);
    expect(violatedBy(made)).to.deep.equal(['I-7']);
    expect(findingsOf(made, 'I-7')).to.deep.equal(['commit 1 of payment-service.events is no list.']);
    const account = { ...completed().accounts[0], balance: '400' } as unknown as AccountDto;
    expect(findingsOf({ ...completed(), accounts: [account] }, 'I-7', { accounts: new Map() })).to.deep.equal(
      ['account 1.balance is no number.'],
    );
  });

  const shown = {
    orders: 'order o1',
    sagas: 'saga o1',
    payments: 'payment o1',
    reservations: 'reservation o1',
    accounts: 'account ada',
    stock: 'stock lamp',
  } as const;
  for (const [list, thing] of Object.entries(shown))
    it(`when the list of ${list} shows something else than the stream, or too much`, () => {
      const [, id = ''] = thing.split(' ');
      const seen = (item: unknown) =>
        findingsOf(completed(), 'I-7', { [list]: new Map(item ? [[id, item]] : []) });
      expect(seen(undefined)).to.deep.equal([`${thing} is listed, but nothing ever happened to it.`]);
      const [finding = ''] = seen({ cannotBeFolded: 'why' });
      expect(finding).to.match(
        new RegExp(`^${thing} is listed with .*; cannotBeFolded undefined, and not "why"\\.$`),
      );
      expect(violatedBy(completed(), { [list]: new Map() })).to.deep.equal(['I-7']);
    });

  // @covers R-33
  it('when a list lacks what a stream says', () => {
    const rebuilt = { payments: new Map([['o1', { status: 'DECLINED' }]]) };
    expect(findingsOf(compensated(), 'I-7', rebuilt)).to.deep.equal(['payment o1 is not listed.']);
  });
});
