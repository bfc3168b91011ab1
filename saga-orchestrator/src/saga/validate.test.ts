import { PermanentError } from '@saga-lab/platform/decider/errors';
import { expect } from 'chai';
import { definition, policy } from '../testing/order-saga.ts';
import { saga } from './saga.ts';
import type { SagaDefinition, Step } from './table.ts';

const [placeOrder, reserveStock, chargePayment, approveOrder, shipStock] = definition.steps as [
  ...[Step, Step, Step, Step, Step],
];
const rows = [placeOrder, reserveStock, chargePayment, approveOrder, shipStock];

const complaintAbout = (steps: readonly Step[], more: Partial<SagaDefinition<never>> = {}): string => {
  try {
    saga({ ...definition, ...more, steps } as SagaDefinition<unknown>, policy);
    return 'none';
  } catch (error) {
    expect(error).to.be.instanceOf(PermanentError).and.to.include({ code: 'SAGA_TABLE' });
    return (error as Error).message;
  }
};

describe('the table of a saga', () => {
  it('is fine as it is; without pivot or without retriable steps too', () => {
    expect(complaintAbout(rows)).to.equal('none');
    expect(complaintAbout([placeOrder, reserveStock, shipStock])).to.equal('none');
    const { heldUntil: _, ...reserveForGood } = reserveStock;
    expect(complaintAbout([placeOrder, reserveForGood])).to.equal('none');
  });

  // @covers R-40
  it('is refused with a compensatable step after the pivot', () => {
    expect(complaintAbout([placeOrder, reserveStock, approveOrder, chargePayment, shipStock])).to.equal(
      'the table of the saga order-fulfilment is wrong: row 3 (charge-payment) is compensatable but comes after approve-order, which is pivot',
    );
  });

  it('is refused with a pivot after a retriable step, or with two', () => {
    expect(complaintAbout([placeOrder, shipStock, approveOrder])).to.contain(
      'row 2 (approve-order) is pivot but',
    );
    const second = { ...shipStock, kind: 'pivot' } as const;
    expect(complaintAbout([placeOrder, approveOrder, second])).to.contain(
      'row 2 (ship-stock) is a second pivot',
    );
  });

  it('is refused without the compensation of a compensatable step, or without the reply to it', () => {
    const { compensation: _, compensated, ...rest } = chargePayment;
    expect(complaintAbout([placeOrder, rest])).to.contain(
      'row 1 (charge-payment) is compensatable but has no compensation',
    );
    const { compensated: __, ...unconfirmed } = chargePayment;
    expect(complaintAbout([placeOrder, unconfirmed])).to.contain(
      'row 1 (charge-payment) has a compensation but',
    );
    expect(complaintAbout([placeOrder, { ...approveOrder, ...(compensated && { compensated }) }])).to.contain(
      'row 1 (approve-order) is pivot and must not have a compensation',
    );
  });

  it('is refused with a compensation or a refusal where there can be none', () => {
    expect(complaintAbout([placeOrder, { ...shipStock, compensation: 'ReleaseStock' }])).to.contain(
      'row 1 (ship-stock) is retriable and must not have a compensation',
    );
    expect(complaintAbout([placeOrder, { ...shipStock, refused: 'StockInsufficient' }])).to.contain(
      'row 1 (ship-stock) is retriable and must not be refused',
    );
  });

  it('is refused with a step or a message in it twice', () => {
    expect(
      complaintAbout([placeOrder, reserveStock, { ...chargePayment, step: 'reserve-stock' }]),
    ).to.contain('row 2 (reserve-stock) uses reserve-stock, which is used already');
    expect(complaintAbout([placeOrder, { ...reserveStock, compensated: 'StockReserved' }])).to.contain(
      'row 1 (reserve-stock) uses StockReserved, which is used already',
    );
  });

  it('is refused with a hold that does not end with a later step', () => {
    for (const heldUntil of ['place-order', 'reserve-stock', 'shipping'])
      expect(complaintAbout([placeOrder, { ...reserveStock, heldUntil }, shipStock])).to.equal(
        `the table of the saga order-fulfilment is wrong: row 1 (reserve-stock) is held until ${heldUntil}, which is no later step`,
      );
  });

  it('is refused with a command that has no entry in `commandData`, and when it is empty', () => {
    const { ReleaseStock: _, ...commandData } = definition.commandData;
    expect(complaintAbout(rows, { commandData })).to.contain(
      'row 1 (reserve-stock) sends ReleaseStock, but `commandData` has no entry for it',
    );
    expect(complaintAbout([])).to.contain('it has no rows');
  });
});
