// Orders under each way to agree but the saga, while a service is dead.
import type { EventDto } from '@saga-lab/contracts/dtos/history';
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import { orchestrator } from '@saga-lab/contracts/services';
import { eventually } from '@saga-lab/platform/time/eventually';
import { protocols } from '@saga-lab/protocols/index';
import type { Party } from '@saga-lab/protocols/parties';
import { promises } from '@saga-lab/protocols/promises';
import { defaultTiming } from '@saga-lab/protocols/timing';
import { expect } from 'chai';
import { scenario } from './define.ts';
import type { ScenarioDefinition } from './define.ts';
import type { ScenarioRun } from './scenario-run.ts';
import { openShop, PRICE } from './under.ts';
import type { Shop } from './under.ts';

/** Orders under each protocol before the service dies, and as many after that. */
const EACH = 5;
const ALL = 2 * EACH * protocols.length;

/** However long a service takes to come back. */
const END_MS = 60_000;

/** Who takes part in every protocol. */
type Member = Party | typeof orchestrator.name;
/** Placing an order needs the order service, so none is placed while that is dead. */
type Mortal = Exclude<Member, 'order-service'>;

interface Placed {
  readonly protocol: string;
  readonly id: string;
}

/**
 * A service gets SIGKILL in the middle of orders, more are placed while it is away, and it comes back. Nobody speaks against any of
 * them: they are approved, but for those that took longer than anybody waits for votes.
 */
export const killedUnderEach = (
  service: Member,
  described: Required<Pick<ScenarioDefinition, 'position' | 'sentence'>>,
): ScenarioDefinition =>
  scenario({
    ...described,
    chapter: 'services',
    name: `${service}-killed-under-each-protocol`,
    covers: ['F-08'],
    needs: { ownSystem: true },
    play: async (run) => {
      const shop = await openShop(run, ALL);
      const orders = [...(await placeEach(run, shop))];
      await run.kill(service);
      try {
        if (service !== 'order-service') {
          const meanwhile = await placeEach(run, shop);
          await expectWhileAway(run, service, meanwhile);
          orders.push(...meanwhile);
        }
      } finally {
        await run.start(service); // after a failure, too: other scenarios use this system
      }
      if (service === 'order-service') orders.push(...(await placeEach(run, shop)));
      await expectAllAgree(run, orders, shop);
    },
  });

/** All at once. */
const placeEach = (run: ScenarioRun, { customer, sku }: Shop): Promise<readonly Placed[]> =>
  Promise.all(
    Array.from({ length: EACH }, () => protocols)
      .flat()
      .map(async ({ name: protocol }) => ({
        protocol,
        id: await run.placeOrderUnder(protocol, customer, { sku, quantity: 1 }),
      })),
  );

/** Where nobody coordinates, nobody misses the process of coordinators; everything else waits for whoever is dead. */
const expectWhileAway = async (
  run: ScenarioRun,
  service: Mortal,
  meanwhile: readonly Placed[],
): Promise<void> => {
  const goOn = service === orchestrator.name ? meanwhile.filter((one) => !isCoordinated(one)) : [];
  const wait = meanwhile.filter((one) => !goOn.includes(one));
  await eventually(async () => {
    const known = await furthest[service](run);
    expect(known.map(({ orderId }) => orderId)).to.include.members(
      wait.filter((one) => service === 'payment-service' || isCoordinated(one)).map(({ id }) => id),
    );
    await expectStatus(run, goOn, promisedToEnd);
  });
  await expectStatus(run, wait, () => 'PENDING');
  for (const { name } of protocols) {
    const [one] = meanwhile.filter(({ protocol }) => protocol === name);
    const status = one && wait.includes(one) ? 'PENDING' : promisedToEnd(name);
    run.reportResult(`under ${name}: while ${service} is away, orders are ${status}`);
  }
};

/** What the others know of the orders that have come as far as they can without it. */
const furthest: Readonly<
  Record<Mortal, (run: ScenarioRun) => Promise<readonly { readonly orderId: string }[]>>
> = {
  [orchestrator.name]: ({ lab }) => lab.holdsThatAre('order-service', 'IN_DOUBT'),
  'inventory-service': ({ lab }) => lab.transactionsThatAre('OPEN'),
  'payment-service': ({ lab }) => lab.holdsThatAre('inventory-service', 'IN_DOUBT'),
};

const isCoordinated = ({ protocol }: Placed): boolean =>
  protocols.some(({ name, coordinator }) => name === protocol && coordinator !== undefined);

const promisedToEnd = (protocol: string): string => promises[protocol]?.faults.A.outcome.toUpperCase() ?? '';

const expectStatus = async (
  run: ScenarioRun,
  placed: readonly Placed[],
  statusUnder: (protocol: string) => string,
): Promise<void> => {
  const seen = (await read(run, placed)).map(({ protocol, status }) => `${protocol}: ${status}`);
  expect(seen).to.deep.equal(placed.map(({ protocol }) => `${protocol}: ${statusUnder(protocol)}`));
};

const expectAllAgree = async (run: ScenarioRun, placed: readonly Placed[], shop: Shop): Promise<void> => {
  const ended = await eventually(
    async () => {
      const orders = await read(run, placed);
      expect(orders.filter(({ status }) => status === 'PENDING')).to.deep.equal([]);
      return orders;
    },
    { timeoutMs: END_MS, everyMs: 100 },
  );
  const approved = ended.filter(({ status }) => status === 'APPROVED').length;
  run.reportResult(`${approved} orders are APPROVED, ${ended.length - approved} REJECTED`);
  for (const order of ended) if (order.status === 'REJECTED') await expectTooLate(run, order);
  const charged = approved * PRICE;
  await run.expectAccount(shop.customer, { balance: ALL * PRICE - charged, charged, held: 0 });
  await run.expectStock(shop.sku, { available: ALL - approved, reserved: 0, shipped: approved });
};

/** Nobody gives an order up before votes have been waited for. */
const expectTooLate = async ({ lab, reportResult }: ScenarioRun, order: OrderDto): Promise<void> => {
  const { orderId, protocol, placedAt, reason = '' } = order;
  const history = (await lab.history('order-service', `/orders/${orderId}`)) as readonly EventDto[];
  const tookMs = (history.at(-1)?.at ?? 0) - Date.parse(placedAt);
  reportResult(`under ${protocol}: order ${orderId} is REJECTED after ${tookMs} ms, ${reason}`);
  expect(tookMs, `order ${orderId} under ${protocol} is rejected, ${reason}`).to.be.at.least(
    defaultTiming.voteByMs,
  );
};

const read = (run: ScenarioRun, placed: readonly Placed[]): Promise<readonly OrderDto[]> =>
  Promise.all(placed.map(({ id }) => run.lab.order(id)));
