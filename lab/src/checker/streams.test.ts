import type { AccountDto } from '@saga-lab/contracts/dtos/payment';
import { expect } from 'chai';
import { screenNames } from './facts.ts';
import type { ScreenLine, Screens } from './facts.ts';
import {
  commitOf,
  compensated,
  completed,
  event,
  findingsOf,
  happened,
  screensOfCompleted,
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

  describe('by a line of a screen', () => {
    const screens = screensOfCompleted();
    const findings = (shown: Partial<Screens>, rebuilt: Partial<Screens> = {}) =>
      findingsOf(
        { ...completed(), screens: { ...screens, ...shown }, rebuiltScreens: { ...screens, ...rebuilt } },
        'I-7',
      );
    const lines = (id: string, ...of: readonly object[]) => new Map([[id, of as readonly ScreenLine[]]]);

    it('not, as long as each is what the history makes of it', () => {
      expect(findings({})).to.deep.equal([]);
    });

    const forgeries = [
      ['statements', 'ada', 1, { balance: 401 }, 'statement of ada version 2', 'balance 401, and not 400'],
      ['stock-cards', 'lamp', 0, { onHand: 6 }, 'stock card of lamp version 1', 'onHand 6, and not 5'],
      ['sales', 'lamp', 0, { pieces: 3 }, 'sales of lamp on 2026-01-31', 'pieces 3, and not 2'],
      ['order-summaries', 'o1', 0, { status: 'X' }, 'summary of order o1', 'status "X", and not "COMPLETED"'],
    ] as const;
    for (const [name, id, at, forged, thing, difference] of forgeries)
      it(`that is forged: ${name}`, () => {
        const all = (screens[name].get(id) ?? []).map((line, n) =>
          n === at ? { ...line, ...forged } : line,
        );
        expect(findings({ [name]: lines(id, ...all) })).to.deep.equal([
          `${thing} is listed with ${difference}.`,
        ]);
      });

    for (const name of screenNames)
      it(`that is missing, or is nothing that ever happened: ${name}`, () => {
        const none = new Map([...screens[name].keys()].map((id) => [id, []]));
        const many = [...screens[name].values()].flat().length;
        const missing = findings({ [name]: none });
        expect(missing).to.have.length(many);
        for (const finding of missing) expect(finding).to.match(/ is not listed\.$/);
        const invented = findings({}, { [name]: none });
        expect(invented).to.have.length(many);
        for (const finding of invented)
          expect(finding).to.match(/is listed, but nothing ever happened to it\.$/);
      });

    it('that nobody can read', () => {
      const garbled = lines('ada', { balance: 1 });
      expect(findings({ statements: garbled }, { statements: new Map() })).to.deep.equal([
        'line of statements ada, 1.version is no version.',
      ]);
    });
  });

  // @covers R-33
  it('when a list lacks what a stream says', () => {
    const rebuilt = { payments: new Map([['o1', { status: 'DECLINED' }]]) };
    expect(findingsOf(compensated(), 'I-7', rebuilt)).to.deep.equal(['payment o1 is not listed.']);
  });
});
