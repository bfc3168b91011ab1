// Many orders at one moment for the same pieces, or for the same money: many writers of one stream.
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioDefinition } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { placeUntilAccepted } from '../stage/late-order.ts';

const PRICE = 2_500;

interface Rush {
  readonly name: string;
  readonly covers: readonly string[];
  readonly sentence: string;
  readonly orders: number;
  /** So many can complete: there are pieces, or there is money, for no more. */
  readonly enough: number;
  readonly reason: 'OUT_OF_STOCK' | 'INSUFFICIENT_FUNDS';
}

const atOnce = ({ name, covers, sentence, orders, enough, reason }: Rush): ScenarioDefinition =>
  scenario({
    chapter: 'at-once',
    position: 1,
    name,
    covers,
    sentence,
    play: async (run) => {
      const scarce = reason === 'OUT_OF_STOCK';
      const ada = await run.openAccount('ada', (scarce ? orders : enough) * PRICE);
      const lamp = await run.putStock('lamp', scarce ? enough : orders, PRICE);

      run.reportAction(`${orders} orders of 1 x ${lamp} are placed at once`);
      const order = { customerId: ada, lines: [{ sku: lamp, quantity: 1 }] };
      const placing = Array.from({ length: orders }, async () => {
        run.noteAccepted(await placeUntilAccepted(run, order));
      });
      await Promise.all(placing);
      run.reportResult(`${run.fixtures.orders.length} times 202`);

      await expectEnds(run, enough);
      const shipped = { reserved: 0, shipped: enough };
      await run.expectStock(lamp, { available: scarce ? 0 : orders - enough, ...shipped });
      await run.expectAccount(ada, { charged: enough * PRICE, refunded: 0 });
    },
  });

const expectEnds = async (run: ScenarioRun, completed: number): Promise<void> => {
  const ends = new Map<string, number>();
  for (const id of run.fixtures.orders) {
    const { status, reason } = await run.lab.sagaEnd(id);
    const end = status === 'COMPLETED' ? status : `${status} (${reason ?? ''})`;
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  run.reportResult(`sagas: ${[...ends].map(([end, times]) => `${times} ${end}`).join(', ')}`);
  expect(ends.get('COMPLETED')).to.equal(completed);
};

export default [
  atOnce({
    name: 'fifty-at-once',
    covers: ['F-53', 'F-68', 'L-4', 'R-28'],
    sentence: '50 orders at once for 20 pieces: exactly 20 complete, nothing is sold twice.',
    orders: 50,
    enough: 20,
    reason: 'OUT_OF_STOCK',
  }),
  atOnce({
    name: 'five-hundred-at-once',
    covers: ['L-4', 'R-28', 'R-30'],
    sentence: '500 orders at once for 100 pieces: exactly 100 complete, and nobody waits for ever.',
    orders: 500,
    enough: 100,
    reason: 'OUT_OF_STOCK',
  }),
  atOnce({
    name: 'one-account-two-hundred-orders',
    covers: ['L-5', 'R-30'],
    sentence:
      '200 orders at once on a balance for 50: exactly 50 are paid, the pieces of the others come back.',
    orders: 200,
    enough: 50,
    reason: 'INSUFFICIENT_FUNDS',
  }),
];
