// Orders of sagas that wait for pieces which another order has on hold.
import type { ReserveStock } from '@saga-lab/contracts/inventory';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import { message, specification } from '@saga-lab/platform/testing/given';
import { numberOf } from '@saga-lab/protocols/locks/policy';
import { waitDefaults } from '@saga-lab/protocols/timing';
import { expect } from 'chai';
import { messages } from './messages.ts';

const given = specification(messages({ ...waitDefaults, locks: numberOf('wait') }).decider);

const reserve = (orderId: string) =>
  message<ReserveStock>({
    type: 'ReserveStock',
    data: { orderId, lines: [{ sku: 'lamp', quantity: 1 }] },
    sagaId: orderId,
    attempt: 1,
    step: 'reserve-stock',
    operation: 'action',
  });
const waiter = (orderId: string) => {
  const { type, source, data, sagaId, attempt, step, operation } = reserve(orderId);
  return { orderId, message: { type, source, data, sagaId, attempt, step, operation } };
};
const timerOf = (orderId: string) =>
  message({ type: 'LockInherited', data: { ...waiter(orderId), thing: 'lamp' }, sagaId: orderId });

const lock = (type: string, data: object): NewEvent => ({ stream: 'lock-lamp', type, data });
const inherited: readonly NewEvent[] = [
  { stream: 'stock-lamp', type: 'StockAdjusted', data: { onHand: 2, unitPrice: 500 } },
  lock('LockAwaited', waiter('c')),
  lock('LockInherited', waiter('b')),
];

const locksIn = (events: readonly NewEvent[]) =>
  events.filter(({ stream }) => stream === 'lock-lamp').map(({ type }) => type);

describe('A saga that waited for pieces, and is sent for again once it has inherited the lock', () => {
  const again = given(inherited).when(reserve('b')).decision;

  it('takes them at once', () => {
    expect(locksIn(again.events)).to.deep.equal(['Locked']);
    expect(again.messages).to.have.length(1);
  });

  it('keeps them, whenever its timer is due: nobody else gets the lock as long as it is undecided', () => {
    const after = [...inherited, ...again.events];
    const late = given(after).when(timerOf('b'));
    late.then([]).thenSends([{ type: 'StockReserved', answer: 'DUPLICATE' }]);
    expect(given(after).wants(timerOf('b'))).to.equal(false);
    expect(given(inherited).wants(timerOf('b'))).to.equal(true);
  });
});
