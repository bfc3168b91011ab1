// What scenarios of several protocols share: orders that are agreed about, and orders while a service is away.
import type { ServiceName } from '@saga-lab/contracts/services';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from './define.ts';
import type { ScenarioDefinition } from './define.ts';
import type { ScenarioRun } from './scenario-run.ts';

export const PRICE = 2_500;
/** So many that some have promised, and others have not, when a service is killed. */
export const ORDERS = 30;

type Described = Required<Pick<ScenarioDefinition, 'name' | 'position' | 'sentence'>>;

/** One order is approved, and one is rejected for want of money. */
export const agreedUnder = (protocol: string, described: Described): ScenarioDefinition =>
  scenario({
    ...described,
    chapter: 'orders',
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

/**
 * A service gets SIGKILL in the middle of many orders: whoever has promised is in doubt until it is back. Then all of them end, and all
 * services agree: they are approved, or rejected if it has been away for longer than votes are waited for.
 */
export const killedUnder = (
  protocol: string,
  service: ServiceName,
  described: Described,
): ScenarioDefinition =>
  scenario({
    ...described,
    chapter: 'services',
    covers: ['F-08'],
    needs: { ownSystem: true },
    play: async (run) => {
      const shop = await openShop(run);
      const orders = await placeSome(run, protocol, shop);
      await run.kill(service);
      try {
        orders.push(...(await placeSome(run, protocol, shop)));
        await expectInDoubt(run);
      } finally {
        await run.start(service); // after a failure, too: other scenarios use this system
      }
      await expectAllAgree(run, orders, shop);
    },
  });

export interface Shop {
  readonly customer: string;
  readonly sku: string;
}

/** There is enough for so many orders. */
export const openShop = async (run: ScenarioRun, orders: number = ORDERS): Promise<Shop> => ({
  customer: await run.openAccount('ada', orders * PRICE),
  sku: await run.putStock('lamp', orders, PRICE),
});

/** Half of them, all at once. */
export const placeSome = (run: ScenarioRun, protocol: string, { customer, sku }: Shop): Promise<string[]> =>
  Promise.all(
    Array.from({ length: ORDERS / 2 }, () => run.placeOrderUnder(protocol, customer, { sku, quantity: 1 })),
  );

/** An order is the order service's promise, so at least those are in doubt that were placed meanwhile. */
const expectInDoubt = async (run: ScenarioRun): Promise<void> => {
  const inDoubt = await eventually(async () => {
    const held = await run.lab.holdsThatAre('order-service', 'IN_DOUBT');
    expect(held).to.have.length.at.least(ORDERS / 2);
    return held;
  });
  run.reportResult(`the order service is in doubt about ${inDoubt.length} orders while it is away`);
};

/** However long a service takes to come back. */
const ENDS_MS = 60_000;

const expectAllAgree = async (run: ScenarioRun, orders: readonly string[], shop: Shop): Promise<void> => {
  const ended = await eventually(
    async () => {
      const all = await Promise.all(orders.map((order) => run.lab.order(order)));
      expect(all.filter(({ status }) => status === 'PENDING')).to.have.length(0);
      return all;
    },
    { timeoutMs: ENDS_MS },
  );
  const approved = ended.filter(({ status }) => status === 'APPROVED').length;
  run.reportResult(`${approved} orders are APPROVED, ${orders.length - approved} REJECTED`);
  const charged = approved * PRICE;
  await run.expectAccount(shop.customer, { balance: ORDERS * PRICE - charged, charged, held: 0 });
  await run.expectStock(shop.sku, { available: ORDERS - approved, reserved: 0, shipped: approved });
};
