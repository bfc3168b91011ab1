// Orders that no saga decides about: here by two- and three-phase commit.
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';

const PRICE = 2_500;

/** One is approved, and one rejected. */
const agreed = (protocol: string, name: string, how: string) =>
  scenario({
    chapter: 'orders',
    position: 9,
    name,
    sentence: `Orders under ${name}: ${how}. One is approved; another has no money, and nothing stays on hold.`,
    play: async (run) => {
      const ada = await run.openAccount('ada', 10_000);
      const bob = await run.openAccount('bob', 10);
      const lamp = await run.putStock('lamp', 5, PRICE);

      const approved = await run.placeOrderUnder(protocol, ada, { sku: lamp, quantity: 2 });
      const rejected = await run.placeOrderUnder(protocol, bob, { sku: lamp, quantity: 1 });

      await run.expectOrder(approved, { status: 'APPROVED', protocol, total: 2 * PRICE });
      await run.expectOrder(rejected, { status: 'REJECTED', reason: 'INSUFFICIENT_FUNDS' });
      await run.expectAccount(ada, { balance: 10_000 - 2 * PRICE, charged: 2 * PRICE, held: 0 });
      await run.expectAccount(bob, { balance: 10, charged: 0, held: 0 });
      await run.expectStock(lamp, { available: 3, reserved: 0, shipped: 2 });
    },
  });

/** So many that some have voted, and others have not, when the kill comes. */
const ORDERS = 30;

const killed = (service: 'saga-orchestrator' | 'payment-service', sentence: string) =>
  scenario({
    chapter: 'services',
    position: 9,
    name: `two-phase-commit-${service}-killed`,
    sentence,
    covers: ['F-08'],
    needs: { ownSystem: true },
    play: async (run) => {
      const ada = await run.openAccount('ada', ORDERS * PRICE);
      const lamp = await run.putStock('lamp', ORDERS, PRICE);
      const place = () => run.placeOrderUnder('2pc', ada, { sku: lamp, quantity: 1 });
      const before = await Promise.all(Array.from({ length: ORDERS / 2 }, place));
      await run.kill(service);
      const orders = [...before];
      try {
        orders.push(...(await Promise.all(Array.from({ length: ORDERS / 2 }, place))));
        await expectWaiting(run, orders);
      } finally {
        await run.start(service); // after a failure, too: other scenarios use this system
      }
      for (const order of orders) await run.expectOrder(order, { status: 'APPROVED' });
      await run.expectAccount(ada, { balance: 0, charged: ORDERS * PRICE, held: 0 });
      await run.expectStock(lamp, { available: 0, reserved: 0, shipped: ORDERS });
    },
  });

/** Nobody decides without the one who is away: what is on hold stays so. */
const expectWaiting = async (run: ScenarioRun, orders: readonly string[]): Promise<void> => {
  const pending = async () => {
    const all = await Promise.all(orders.map((order) => run.lab.order(order)));
    return all.filter(({ status }) => status === 'PENDING').length;
  };
  const waiting = await eventually(async () => {
    const seen = await pending();
    expect(seen).to.be.at.least(ORDERS / 2);
    return seen;
  });
  run.reportResult(`${waiting} orders are PENDING while it is away`);
};

export default [
  agreed('2pc', 'two-phase-commit', 'all vote at once, and one decides'),
  agreed('3pc', 'three-phase-commit', 'before anybody commits, all know that all have voted yes'),
  killed(
    'saga-orchestrator',
    `The coordinator gets SIGKILL in the middle of ${ORDERS} orders under two-phase commit: they wait, and are committed once it is back.`,
  ),
  killed(
    'payment-service',
    `payment-service gets SIGKILL in the middle of ${ORDERS} orders under two-phase commit: they wait for its votes, and are committed once it is back.`,
  ),
];
