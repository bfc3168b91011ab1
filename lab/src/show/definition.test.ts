import { expect } from 'chai';
import type { Step } from '@saga-lab/saga-orchestrator/saga/table';
import { HOLDS, holdsOf, PIVOT, pivotOf } from './definition.ts';

const step = (name: string, more: Partial<Step> = {}): Step => ({
  step: name,
  participant: 'any-service',
  kind: 'retriable',
  command: `Do-${name}`,
  succeeded: `Done-${name}`,
  ...more,
});

describe('What a picture takes from the table of a saga', () => {
  it('is the pivot and what is on hold, here of an order', () => {
    expect(PIVOT).to.equal('ApproveOrder');
    expect(HOLDS).to.deep.equal([{ begins: 'StockReserved', ends: ['StockReleased', 'StockShipped'] }]);
  });

  it('is every hold, with a compensation or without, and no pivot where there is none', () => {
    const table = [
      step('book', { kind: 'compensatable', compensated: 'Undone-book', heldUntil: 'pay' }),
      step('seat', { heldUntil: 'fly' }),
      step('pay'),
      step('fly'),
    ];
    expect(holdsOf(table)).to.deep.equal([
      { begins: 'Done-book', ends: ['Undone-book', 'Done-pay'] },
      { begins: 'Done-seat', ends: ['Done-fly'] },
    ]);
    expect([pivotOf(table), pivotOf([...table, step('sign', { kind: 'pivot' })])]).to.deep.equal([
      undefined,
      'Do-sign',
    ]);
  });
});
