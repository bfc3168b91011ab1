// Stock whose history is corrected: decided on the present, by what the corrected history comes to.
import { message, specification } from '@saga-lab/platform/testing/given';
import { expect } from 'chai';
import type { CorrectStock } from './correct.ts';
import { decider } from './decider.ts';
import { stockHolds } from './restore.ts';
import { restorationOf } from '@saga-lab/platform/decider/restoration';
import { evolveStock, evolveStockThen } from './stock.ts';
import type { StockEvent } from './stock.ts';

const given = specification(decider);
const stream = 'stock-lamp';
const adjusted = (onHand: number, unitPrice = 500): StockEvent => ({
  stream,
  type: 'StockAdjusted',
  data: { onHand, unitPrice, by: 'grace' },
});
const reserved: StockEvent = { stream, type: 'UnitsReserved', data: { orderId: 'o1', quantity: 4 } };
const never = { kind: 'FALSE', version: 2 } as const;

/** As the entry point asks for it, having read the history. */
const correct = (parts: Partial<CorrectStock['data']>, receivedAt = 1_000_000) =>
  message<CorrectStock>({
    type: 'CorrectStock',
    receivedAt,
    data: {
      sku: 'lamp',
      corrects: never,
      reason: 'counted wrong',
      by: 'grace',
      seen: 2,
      after: { onHand: 10, unitPrice: 500 },
      isSoAlready: false,
      ...parts,
    },
  });
const corrected: StockEvent = {
  stream,
  type: 'StockCorrected',
  data: { onHand: 10, unitPrice: 500, corrects: never, reason: 'counted wrong', by: 'grace' },
};

describe('correcting stock', () => {
  it('records what is corrected, and the figures of the present after it', () => {
    given([adjusted(10), adjusted(20)])
      .when(correct({}))
      .then([corrected]);
  });

  it('is recorded also where the present stays as it is: the past is another', () => {
    given([adjusted(20), adjusted(10)])
      .when(correct({}))
      .then([corrected]);
  });

  it('is refused where fewer would be there than sagas hold or got', () => {
    given([adjusted(3), adjusted(10), reserved])
      .when(correct({ seen: 3, after: { onHand: 3, unitPrice: 500 } }))
      .thenRefuses('BELOW_RESERVED_AND_SHIPPED');
  });

  it('is refused where the history says so already', () => {
    given([adjusted(10), adjusted(20)])
      .when(correct({ isSoAlready: true }))
      .thenRefuses('NOTHING_TO_CORRECT');
  });

  it('is refused on any other version than the one that was looked at', () => {
    given([adjusted(10)])
      .when(correct({}))
      .thenRefuses('CHANGED_MEANWHILE');
    given([])
      .when(correct({ seen: 0 }))
      .thenRefuses('CHANGED_MEANWHILE');
  });

  it('is refused for what is to be so only later', () => {
    const forgotten = { corrects: { kind: 'FORGOTTEN', validFrom: 1_001, unitPrice: 7 } } as const;
    const stock = [adjusted(10), adjusted(20)];
    given(stock).when(correct(forgotten, 1_000)).thenRefuses('IN_THE_FUTURE');
    expect(given(stock).when(correct(forgotten, 1_001)).decision.events).to.have.length(1);
  });

  it('leaves a restore to what it was before as it is: that goes by what was recorded', () => {
    const events = [adjusted(10), adjusted(20), corrected].map((event, n) => ({ ...event, version: n + 1 }));
    expect(restorationOf(stockHolds, events, 2)).to.deep.include({ seen: 3, held: [] });
    expect(restorationOf(stockHolds, events, 2).state).to.deep.include({ onHand: 20 });
  });
});

describe('stock as it was', () => {
  it('may have had less available than nothing, as is known now; as it was recorded it never has', () => {
    const few = [adjusted(3), reserved] as const;
    const [first, second] = few;
    expect(evolveStockThen(evolveStockThen(undefined, first), second)).to.deep.include({ available: -1 });
    expect(() => evolveStock(evolveStock(undefined, first), second)).to.throw(
      'impossible count of stock: -1',
    );
  });
});
