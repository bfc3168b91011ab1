// People who cannot wait for a coordinator decide by hand, differently at two services: one of them is wrong, whatever comes out.
import type { HoldDto } from '@saga-lab/contracts/dtos/role';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { openShop, ORDERS, placeSome } from '../stage/under.ts';
import type { Shop } from '../stage/under.ts';

/** How often the coordinator is killed until it dies between the votes of an order and its decision. */
const KILLS = 6;
const COORDINATOR = 'saga-orchestrator';

export default scenario({
  chapter: 'services',
  position: 12,
  covers: ['F-08'],
  sentence:
    'Under two-phase commit the coordinator dies when all votes are durable. One person commits at inventory, another aborts at payment; it comes back, and one of them was wrong: damage, which is shown, and which nothing repairs.',
  needs: { ownSystem: true },
  breaks: { invariant: 'I-4', finding: 'heuristic damage' },
  play: async (run) => {
    const shop = await openShop(run, KILLS * ORDERS);
    let order: string;
    try {
      order = await killBetween(run, shop);
      await decide(run, 'inventory-service', `/holds/${order}/commit`, 'the customer stands at the counter');
      await decide(run, 'payment-service', `/holds/${order}/abort`, 'the bank closes the day');
    } finally {
      await run.start(COORDINATOR); // after a failure, too: other scenarios use this system
    }
    await expectDamage(run, order);
  },
});

/** Resolves with an order of which inventory and payment have promised their part, while the coordinator is dead. */
const killBetween = async (run: ScenarioRun, shop: Shop): Promise<string> => {
  for (let kill = 1; kill <= KILLS; kill += 1) {
    await placeSome(run, '2pc', shop);
    await run.kill(COORDINATOR);
    const found = await eventually(() => votedIn(run)).catch(() => undefined);
    if (found !== undefined) return found;
    await run.start(COORDINATOR);
  }
  throw new Error(`the coordinator was killed ${KILLS} times, and never between votes and decision`);
};

const votedIn = async ({ lab, reportResult }: ScenarioRun): Promise<string> => {
  const [atInventory, atPayment] = await Promise.all([
    lab.holdsThatAre('inventory-service', 'IN_DOUBT'),
    lab.holdsThatAre('payment-service', 'IN_DOUBT'),
  ]);
  const both = atInventory.find(({ orderId }) => atPayment.some((hold) => hold.orderId === orderId));
  if (!both) throw new Error('no order is in doubt at both');
  reportResult(`order ${both.orderId} is in doubt at inventory and at payment since ${both.since}`);
  return both.orderId;
};

const decide = async (
  run: ScenarioRun,
  service: 'inventory-service' | 'payment-service',
  path: string,
  reason: string,
): Promise<void> => {
  run.reportAction(`POST ${path} at ${service}: "${reason}"`);
  const answer = await run.lab.decideByHand(service, path, 'grace', { reason });
  expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
  const { role, status } = answer.body as HoldDto;
  run.reportResult(`200, ${role}, ${status}`);
};

const DAMAGE_MS = 60_000;

const expectDamage = async ({ lab, reportResult }: ScenarioRun, order: string): Promise<void> => {
  const damaged = await eventually(
    async () => {
      const holds = await Promise.all([
        lab.findHold('inventory-service', order),
        lab.findHold('payment-service', order),
      ]);
      const found = holds.filter((hold) => hold?.status === 'DAMAGED');
      expect(found).to.have.length(1);
      return found[0];
    },
    { timeoutMs: DAMAGE_MS },
  );
  const { byHand, damage } = damaged ?? {};
  reportResult(
    `${byHand?.by ?? ''} decided ${byHand?.outcome ?? ''}, the outcome was ${damage?.outcome ?? ''}`,
  );
  await eventually(async () => {
    const { status } = await lab.order(order);
    expect(status).not.to.equal('PENDING');
  });
};
