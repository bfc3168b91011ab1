// What scenarios of several protocols share: a shop, and orders that are agreed about.
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
