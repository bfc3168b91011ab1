// Every movement of an account, and the balance after it.
import { projected, projectedRows } from '@saga-lab/platform/testing/projected';
import { expect } from 'chai';
import { accountResource, accounts, STATEMENTS } from './accounts.ts';
import { statementResource, statements } from './statements.ts';
import type { StatementLine } from './statements.ts';

const moved = (type: string, orderId: string, amount: number) => ({
  type,
  data: { orderId, amount, currency: 'EUR' },
});
const happened = [
  { type: 'AccountOpened', data: { opening: 100, by: 'ada' } },
  moved('AmountCharged', 'o1', 60),
  moved('AmountRefunded', 'o1', 60),
  { type: 'AccountAdjusted', data: { opening: 70, by: 'ada' } },
];
const byOperators = [
  moved('AmountCharged', 'o2', 20),
  {
    type: 'AccountRestored',
    data: { toVersion: 3, opening: 120, undone: [], undoneSince: true, reason: 'r', by: 'ada' },
  },
  {
    type: 'AccountCorrected',
    data: { opening: 90, corrects: { kind: 'WRONG', version: 4, opening: 90 }, reason: 'r', by: 'ada' },
  },
];

describe('the statement of a customer', () => {
  it('has a line for each movement, in their order', () => {
    const lines = projectedRows(statements, happened).map((row) =>
      statementResource.show(row as StatementLine),
    );
    expect(lines.map(({ version, type, amount, balance }) => [version, type, amount, balance])).to.deep.equal(
      [
        [1, 'AccountOpened', 100, 100],
        [2, 'AmountCharged', -60, 40],
        [3, 'AmountRefunded', 60, 100],
        [4, 'AccountAdjusted', -30, 70],
      ],
    );
    expect(lines[1]).to.deep.include({ orderId: 'o1', at: '1970-01-01T00:00:00.001Z' });
    for (const line of lines) statementResource.item.parse(line);
  });

  it('says after each movement how the account was, to the last byte', () => {
    expect(statements.view).to.equal(STATEMENTS);
    const all = [...happened, ...byOperators];
    for (const [n, row] of projectedRows(statements, all).entries()) {
      const { version, at, document } = accountResource.milestones.foldOf(row);
      expect({ version, at }).to.deep.equal({ version: n + 1, at: n });
      expect(JSON.stringify(document)).to.equal(JSON.stringify(projected(accounts, all.slice(0, n + 1))));
    }
  });

  it('stops at an event that it does not know', () => {
    expect(() => projectedRows(statements, [{ type: 'AccountPainted', data: {} }])).to.throw(
      'AccountPainted',
    );
  });
});
