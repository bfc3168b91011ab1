// Whatever arrives in whatever order: money is conserved, never negative, and each saga has its effect once or not at all.
import type { ChargePayment, RefundPayment } from '@saga-lab/contracts/payment';
import { message } from '@saga-lab/platform/testing/given';
import { played } from '@saga-lab/platform/testing/played';
import { expect } from 'chai';
import fc from 'fast-check';
import type { PutAccount } from './account.ts';
import { decider } from './decider.ts';

const customerId = 'ada';

const put = (opening: number) =>
  message<PutAccount>({ type: 'PutAccount', data: { customerId, opening, by: 'grace' } });

interface Asked {
  readonly orderId: string;
  readonly amount: number;
}

const commandOf = ({ orderId, amount }: Asked, operation: 'action' | 'compensation') => {
  const common = {
    data: { orderId, customerId, amount },
    sagaId: orderId,
    step: 'charge-payment',
    attempt: 1,
  };
  return operation === 'action'
    ? message<ChargePayment>({ type: 'ChargePayment', ...common, operation })
    : message<RefundPayment>({ type: 'RefundPayment', ...common, operation });
};

/** Three sagas of one customer, each with its command and its compensation twice, all shuffled together. */
const traffic = fc
  .tuple(
    ...['o1', 'o2', 'o3'].map((orderId) =>
      fc.record({ orderId: fc.constant(orderId), amount: fc.integer({ min: 1, max: 500 }) }),
    ),
  )
  .chain((sagas) => {
    const operations = ['action', 'action', 'compensation', 'compensation'] as const;
    const all = sagas.flatMap((asked) => operations.map((operation) => ({ asked, operation })));
    return fc.shuffledSubarray(all);
  });

describe('money, under any traffic', () => {
  // @covers R-30
  it('is conserved at every moment, and charged once to sagas that are not compensated', () => {
    fc.assert(
      fc.property(traffic, fc.integer({ min: 0, max: 1200 }), (commands, opening) => {
        const { play, states, events } = played(decider);
        play(put(opening));
        for (const { asked, operation } of commands) {
          play(commandOf(asked, operation));
          expectConserved(states['account-ada']?.state, opening);
        }
        const compensated = new Set(
          commands.flatMap(({ asked, operation }) => (operation === 'compensation' ? asked.orderId : [])),
        );
        for (const { asked } of commands) {
          const net = chargedFor(events, asked.orderId);
          expect(compensated.has(asked.orderId) ? [0] : [0, asked.amount]).to.include(net);
        }
      }),
    );
  });
});

const expectConserved = (state: object | undefined, opening: number) => {
  const { balance, charged, refunded } = state as Record<'balance' | 'charged' | 'refunded', number>;
  expect(balance + charged - refunded).to.equal(opening);
  expect(Math.min(balance, charged, refunded)).to.be.at.least(0);
};

/** Counted from the events, not from the state. */
const chargedFor = (events: readonly { type: string; data: object }[], orderId: string): number =>
  events
    .filter(({ type, data }) => /^Amount/.test(type) && 'orderId' in data && data.orderId === orderId)
    .map(({ type, data }) => (data as { amount: number }).amount * (type === 'AmountCharged' ? 1 : -1))
    .reduce((sum, each) => sum + each, 0);
