import { expect } from 'chai';
import { ofEveryService } from '@saga-lab/contracts/services';
import { historyOf } from '../checker/history.ts';
import { sagaHistory } from '../testing/made-up.ts';
import { windowFigures, windowsIn } from './inconsistency-window.ts';

const completed = (saga: string, start: number, end: number) =>
  sagaHistory(saga)
    .client(start, 'PlaceOrder')
    .saga(start + 1, 'OrderPlaced', ['ReserveStock'])
    .answers(start + 2, 'ReserveStock', 'StockReserved')
    .saga(start + 3, 'StockReserved', ['ShipStock'])
    .answers(start + 4, 'ShipStock', 'StockShipped')
    .notes(end, 'StockShipped', 'SagaCompleted');
const compensated = (saga: string, start: number, end: number) =>
  sagaHistory(saga)
    .client(start, 'PlaceOrder')
    .saga(start + 1, 'OrderPlaced', ['RejectOrder'])
    .answers(start + 2, 'RejectOrder', 'OrderRejected')
    .notes(end, 'OrderRejected', 'SagaCompensated');

type Told = ReturnType<typeof sagaHistory>;
const together = (...told: readonly Told[]) =>
  historyOf(ofEveryService((service) => told.flatMap(({ commits }) => commits[service])));

describe('The inconsistency window of a saga', () => {
  it('reaches from the commit of the order to the end of the saga', () => {
    const history = together(completed('o1', 1_000, 1_066), compensated('o2', 1_010, 1_030));
    expect(windowsIn(history, ['o1', 'o2'])).to.deep.equal([
      { saga: 'o1', outcome: 'COMPLETED', ms: 66 },
      { saga: 'o2', outcome: 'COMPENSATED', ms: 20 },
    ]);
  });

  it('does not become longer by what is only noted after the end: an answer to a duplicate, a reply that came too late', () => {
    const told = completed('o1', 0, 60)
      .saga(70, 'StockShipped', [])
      .answers(80, 'ShipStock', 'StockShipped', { answer: 'DUPLICATE' })
      .notes(90, 'StockShipped', 'ReplyIgnored');
    expect(windowsIn(together(told), ['o1'])).to.deep.equal([{ saga: 'o1', outcome: 'COMPLETED', ms: 60 }]);
  });

  it('becomes longer by what a service still changes after the end', () => {
    const told = completed('o1', 0, 60).answers(75, 'ReserveStock', 'StockReserved');
    expect(windowsIn(together(told), ['o1']).map(({ ms }) => ms)).to.deep.equal([75]);
  });

  it('is open while the saga has not ended, for as long as the histories go', () => {
    const open = sagaHistory('o2').client(100, 'PlaceOrder').saga(110, 'OrderPlaced', ['ReserveStock']);
    expect(windowsIn(together(completed('o1', 0, 5_000), open), ['o2'])).to.deep.equal([
      { saga: 'o2', outcome: undefined, ms: 4_900 },
    ]);
  });

  it('is not there for what left no commit', () => {
    expect(windowsIn(together(), ['o1'])).to.deep.equal([]);
  });

  it('takes the time of whoever knows it better than the databases', () => {
    const history = together(completed('o1', 0, 60));
    expect(windowsIn(history, ['o1'], ({ commit }) => commit.at * 2).map(({ ms }) => ms)).to.deep.equal([
      120,
    ]);
  });
});

describe('The figures of inconsistency windows', () => {
  it('stand apart by outcome, and what is open is in none of them', () => {
    const ended = [10, 20, 30, 40].map((ms) => ({ saga: `c${ms}`, outcome: 'COMPLETED', ms }) as const);
    const undone = { saga: 'x', outcome: 'COMPENSATED', ms: 500 } as const;
    const open = [7_000, 9_000].map((ms) => ({ saga: `o${ms}`, outcome: undefined, ms }));
    expect(windowFigures([...open, ...ended, undone])).to.deep.equal({
      ended: [
        { outcome: 'COMPLETED', sagas: 4, p50: 20, p95: 40, p99: 40, max: 40 },
        { outcome: 'COMPENSATED', sagas: 1, p50: 500, p95: 500, p99: 500, max: 500 },
      ],
      open: { sagas: 2, longest: 9_000 },
    });
  });

  it('of nothing say so', () => {
    expect(windowFigures([])).to.deep.equal({ ended: [], open: { sagas: 0, longest: 0 } });
  });
});
