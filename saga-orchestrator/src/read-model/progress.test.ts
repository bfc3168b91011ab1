import { expect } from 'chai';
import { definition } from '../testing/order-saga.ts';
import { progress } from './progress.ts';

const { steps } = definition;
const commands = (todos: readonly { readonly command: string }[]) => todos.map(({ command }) => command);

describe('the progress of a saga', () => {
  it('before the pivot: everything can be undone, the open step first', () => {
    const standing = { status: 'RUNNING', step: 'charge-payment', operation: 'action' } as const;
    const { done, left, undoneIfAbortedNow, cannotBeUndone } = progress(steps, standing);
    expect(done).to.deep.equal(['place-order', 'reserve-stock']);
    expect(commands(left)).to.deep.equal(['ChargePayment', 'ApproveOrder', 'ShipStock']);
    expect(commands(undoneIfAbortedNow)).to.deep.equal(['RefundPayment', 'ReleaseStock', 'RejectOrder']);
    expect(cannotBeUndone).to.deep.equal([]);
  });

  it('from the pivot on: nothing can', () => {
    for (const status of ['RUNNING', 'PARKED'] as const) {
      const shown = progress(steps, { status, step: 'approve-order', operation: 'action' });
      expect(commands(shown.left)).to.deep.equal(['ApproveOrder', 'ShipStock']);
      expect(shown.undoneIfAbortedNow).to.deep.equal([]);
      expect(shown.cannotBeUndone).to.deep.equal([
        'place-order',
        'reserve-stock',
        'charge-payment',
        'approve-order',
      ]);
    }
  });

  it('on the way back: what is left is what is still to be undone', () => {
    for (const status of ['COMPENSATING', 'PARKED'] as const) {
      const shown = progress(steps, { status, step: 'reserve-stock', operation: 'compensation' });
      expect(shown.done).to.deep.equal(['place-order']);
      expect(commands(shown.left)).to.deep.equal(['ReleaseStock', 'RejectOrder']);
      expect(shown.undoneIfAbortedNow).to.deep.equal(shown.left);
      expect(shown.cannotBeUndone).to.deep.equal([]);
    }
  });

  it('at the end: all is done for good, or all is undone', () => {
    const completed = progress(steps, { status: 'COMPLETED', step: 'ship-stock', operation: 'action' });
    expect(completed.done).to.have.lengthOf(5).and.to.deep.equal(completed.cannotBeUndone);
    expect(completed.left).to.deep.equal([]);
    const compensated = progress(steps, {
      status: 'COMPENSATED',
      step: 'place-order',
      operation: 'compensation',
    });
    expect(compensated).to.deep.equal({ done: [], left: [], undoneIfAbortedNow: [], cannotBeUndone: [] });
  });
});
