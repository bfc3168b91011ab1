// Whatever arrives in whatever order: stock is conserved, never negative, and each saga has its effect once or not at all.
import type { ReleaseStock, ReserveStock } from '@saga-lab/contracts/inventory';
import { message } from '@saga-lab/platform/testing/given';
import { played } from '@saga-lab/platform/testing/played';
import { expect } from 'chai';
import fc from 'fast-check';
import { decider } from './decider.ts';
import type { PutStock } from './stock.ts';

const skus = ['lamp', 'desk'];

const put = (sku: string, onHand: number) =>
  message<PutStock>({ type: 'PutStock', data: { sku, onHand, unitPrice: 1, by: 'grace' } });

interface Asked {
  readonly orderId: string;
  readonly quantity: number;
}
const linesOf = ({ quantity }: Asked) => skus.map((sku) => ({ sku, quantity }));

const commandOf = (asked: Asked, operation: 'action' | 'compensation') => {
  const { orderId } = asked;
  const common = {
    data: { orderId, lines: linesOf(asked) },
    sagaId: orderId,
    step: 'reserve-stock',
    attempt: 1,
  };
  return operation === 'action'
    ? message<ReserveStock>({ type: 'ReserveStock', ...common, operation })
    : message<ReleaseStock>({ type: 'ReleaseStock', ...common, operation });
};

/** Three sagas, each with its command and its compensation twice, all shuffled together. */
const traffic = fc
  .tuple(
    ...['o1', 'o2', 'o3'].map((orderId) =>
      fc.record({ orderId: fc.constant(orderId), quantity: fc.integer({ min: 1, max: 5 }) }),
    ),
  )
  .chain((sagas) => {
    const operations = ['action', 'action', 'compensation', 'compensation'] as const;
    const all = sagas.flatMap((asked) => operations.map((operation) => ({ asked, operation })));
    return fc.shuffledSubarray(all);
  });

describe('stock, under any traffic', () => {
  // @covers R-30 R-47
  it('is conserved at every moment, and held once by sagas that are not compensated', () => {
    fc.assert(
      fc.property(traffic, fc.integer({ min: 0, max: 12 }), (commands, onHand) => {
        const { play, states, events } = played(decider);
        for (const sku of skus) play(put(sku, onHand));
        for (const { asked, operation } of commands) {
          play(commandOf(asked, operation));
          for (const sku of skus) expectConserved(states[`stock-${sku}`]?.state, onHand);
        }
        const compensated = new Set(
          commands.flatMap(({ asked, operation }) => (operation === 'compensation' ? asked.orderId : [])),
        );
        for (const { asked } of commands) {
          const held = skus.map((sku) => heldBy(events, `stock-${sku}`, asked.orderId));
          const allOrNothing = compensated.has(asked.orderId) ? [0] : [0, asked.quantity];
          expect(allOrNothing).to.include(held[0]);
          expect(held[1]).to.equal(held[0]);
        }
      }),
    );
  });
});

const expectConserved = (state: object | undefined, onHand: number) => {
  const { available, reserved, shipped } = state as Record<'available' | 'reserved' | 'shipped', number>;
  expect(available + reserved + shipped).to.equal(onHand);
  expect(Math.min(available, reserved, shipped)).to.be.at.least(0);
};

/** Counted from the events, not from the state. */
const heldBy = (
  events: readonly { stream: string; type: string; data: object }[],
  stream: string,
  orderId: string,
): number =>
  events
    .filter((event) => event.stream === stream && 'orderId' in event.data && event.data.orderId === orderId)
    .map((event) => {
      const { quantity } = event.data as { quantity: number };
      return event.type === 'UnitsReserved' ? quantity : -quantity;
    })
    .reduce((sum, each) => sum + each, 0);
