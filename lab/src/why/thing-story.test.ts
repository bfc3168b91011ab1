// Stories of stock and of accounts, told of movements that never were.
import type { StockCorrection } from '@saga-lab/inventory-service/domain/stock';
import { expect } from 'chai';
import { accountStory, stockStory } from './thing-story.ts';

const at = Date.UTC(2026, 0, 1, 12);
const by = 'grace';

describe('why a SKU, or an account, is as it is', () => {
  const lamps = { sku: 'lamp', onHand: 8, available: 3, reserved: 3, shipped: 2, unitPrice: 310, version: 6 };
  const first = { version: 1, at, type: 'StockAdjusted', data: { onHand: 5, unitPrice: 300, by } } as const;
  const moved = (
    version: number,
    type: 'UnitsReserved' | 'UnitsShipped' | 'UnitsReleased',
    orderId: string,
    quantity: number,
  ) => ({ version, at: at + version * 1_000, type, data: { orderId, quantity } });

  it('tells of stock who put it there, what orders did with it, and who holds some of it', () => {
    const adjusted = {
      version: 4,
      at: at + 4_000,
      type: 'StockAdjusted',
      data: { onHand: 8, unitPrice: 310, by: 'eve' },
    } as const;
    const last = [
      first,
      moved(2, 'UnitsReserved', 'o1', 2),
      moved(3, 'UnitsShipped', 'o1', 2),
      adjusted,
      moved(5, 'UnitsReserved', 'o2', 1),
      moved(6, 'UnitsReserved', 'o3', 2),
    ];
    expect(stockStory({ now: lamps, first, last })).to.deep.equal([
      'There are 3 x lamp available: 8 were put on hand in all, 3 are reserved and 2 shipped, and one costs 310.',
      'It began with operator grace, who put 5 on hand at 300 each at 2026-01-01 12:00:00.000 UTC.',
      'Operator eve last changed that to 8 on hand in all at 310 each, at 2026-01-01 12:00:04.000 UTC.',
      'In its last 4 movements, by 3 orders, something was 3 times reserved, 0 times given back and once shipped.',
      'What is reserved is held for order o2 (1, since 2026-01-01 12:00:05.000 UTC) and order o3 (2, since 2026-01-01 12:00:06.000 UTC).',
      'The last thing that happened to it is UnitsReserved of 2 pieces for order o3, at 2026-01-01 12:00:06.000 UTC.',
    ]);
  });

  it('tells of a correction what it says of the history, and what that makes', () => {
    const story = (corrects: StockCorrection) =>
      stockStory({
        now: lamps,
        first,
        last: [
          {
            version: 6,
            at,
            type: 'StockCorrected',
            data: { onHand: 8, unitPrice: 310, corrects, reason: 'counted wrong', by: 'eve' },
          },
        ],
      }).filter((text) => text.startsWith('Operator eve'));
    expect(story({ kind: 'FALSE', version: 4 })).to.deep.equal([
      'Operator eve last corrected its history (its event 4 never happened), which makes 8 on hand in all at 310 each, at 2026-01-01 12:00:00.000 UTC.',
    ]);
    expect(story({ kind: 'WRONG', version: 4, onHand: 8 }).join()).to.include(
      'its event 4 had other figures',
    );
    expect(story({ kind: 'FORGOTTEN', validFrom: at, onHand: 8 }).join()).to.include(
      'forgotten until then, and so since 2026-01-01 12:00:00.000 UTC',
    );
  });

  it('says that older orders hold what the newest movements do not explain', () => {
    const story = stockStory({ now: lamps, first, last: [moved(9, 'UnitsShipped', 'o1', 2)] });
    expect(story).to.include('What is reserved is held for older orders.');
  });

  it('tells of an account that nobody has used', () => {
    const now = { customerId: 'ada', opening: 10, balance: 10, charged: 0, refunded: 0, held: 0, version: 1 };
    const opened = { version: 1, at, type: 'AccountOpened', data: { opening: 10, by } } as const;
    expect(accountStory({ now, first: opened, last: [opened] })).to.deep.equal([
      'Customer ada has a balance of 10: 10 were paid in, 0 charged, 0 paid back and 0 held.',
      'It began with operator grace, who opened the account with 10 at 2026-01-01 12:00:00.000 UTC.',
      'No order has moved anything of it lately.',
      'The last thing that happened to it is AccountOpened, at 2026-01-01 12:00:00.000 UTC.',
    ]);
  });

  it('tells of an account that was charged and paid back', () => {
    const now = {
      customerId: 'ada',
      opening: 900,
      balance: 300,
      charged: 800,
      refunded: 200,
      held: 0,
      version: 104,
    };
    const last = [
      { version: 103, at, type: 'AmountCharged', data: { orderId: 'o8', amount: 200, currency: 'EUR' } },
      { version: 104, at, type: 'AmountRefunded', data: { orderId: 'o8', amount: 200, currency: 'EUR' } },
    ] as const;
    const story = accountStory({ now, first: undefined, last });
    expect(story).to.include(
      'In its last 2 movements, by one order, something was once charged and once paid back.',
    );
    expect(story.at(-1)).to.match(
      /^The last thing that happened to it is AmountRefunded of 200 in minor units/,
    );
  });

  it('tells of an account for which orders money is on hold', () => {
    const opened = { version: 1, at, type: 'AccountOpened', data: { opening: 1_000, by } } as const;
    const money = (version: number, type: 'AmountHeld' | 'AmountCaptured', orderId: string, amount: number) =>
      ({ version, at: at + version * 1_000, type, data: { orderId, amount, currency: 'EUR' } }) as const;
    const last = [
      opened,
      money(2, 'AmountHeld', 'o1', 300),
      money(3, 'AmountHeld', 'o2', 200),
      money(4, 'AmountCaptured', 'o1', 300),
    ];
    const now = {
      customerId: 'ada',
      opening: 1_000,
      balance: 500,
      charged: 300,
      refunded: 0,
      held: 200,
      version: 4,
    };
    expect(accountStory({ now, first: opened, last })).to.include(
      'What is on hold is held for order o2 (200, since 2026-01-01 12:00:03.000 UTC).',
    );
  });
});
