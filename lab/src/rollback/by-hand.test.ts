// Orders of which people decided by hand, differently at each service: none of them stands in the way of a rollback.
import { orchestrator, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import type { Message } from '@saga-lab/platform/decider/message';
import { webIds } from '@saga-lab/platform/service/web-ids';
import { eventually } from '@saga-lab/platform/time/eventually';
import { systemClock } from '@saga-lab/platform/time/system-clock';
import { expect } from 'chai';
import type { CommitsByService } from '../client/documents.ts';
import { historyOf } from '../checker/history.ts';
import { sharedHashes } from '../simulator/hash.ts';
import { memoryLab } from '../simulator/memory-lab.ts';
import type { MemoryLab } from '../simulator/memory-lab.ts';
import { commitsIn } from '../simulator/read-memory.ts';
import { continued } from '../testing/continued.ts';
import { requestOf } from '../testing/one-order.ts';
import { usualComponents } from '../testing/usual-components.ts';
import { cutAt } from '../time-travel/cut.ts';
import { applyRollback } from './apply.ts';
import { openIn, planOf } from './plan.ts';
import type { Way } from './orders.ts';
import { isChanged } from './things.ts';

const parts = { clock: systemClock, ids: { ...webIds, ...sharedHashes } };
const PIECES = 20;
const PRICE = 3;
const outcomes = ['COMMIT', 'ABORT'] as const;
type Outcome = (typeof outcomes)[number];
/** Of a service of which nothing is said, the order has not been heard there. */
type ByHand = Readonly<Partial<Record<ServiceName, Outcome>>>;

/** Nothing runs: what a service is told is all that it hears, and nobody coordinates. */
const stillLab = async () => {
  const lab = memoryLab(usualComponents, parts);
  const tell = async (service: ServiceName, type: string, data: object, more: Partial<Message> = {}) => {
    await lab.services[service].component.runtime.handle(requestOf(service, type, data, more));
  };
  await tell('inventory-service', 'PutStock', { sku: 'lamp', onHand: PIECES, unitPrice: PRICE, by: 'page' });
  await tell('payment-service', 'PutAccount', { customerId: 'ada', opening: PIECES * PRICE, by: 'page' });
  const decide = async (orderId: string, byHand: ByHand): Promise<void> => {
    const wanted = { orderId, customerId: 'ada', lines: [{ sku: 'lamp', quantity: 1 }] };
    const lines = wanted.lines.map((line) => ({ ...line, unitPrice: PRICE }));
    const terms = { ...wanted, lines, amount: PRICE };
    const caused = { sagaId: orderId, correlationId: orderId };
    await tell('order-service', 'PlaceOrder', { ...wanted, protocol: '2pc' }, caused);
    for (const service of serviceNames) {
      const outcome = byHand[service];
      if (outcome === undefined) continue;
      if (service !== 'order-service')
        await tell(service, '2pc.Prepare', terms, { ...caused, source: `/${orchestrator.name}` });
      const told = outcome === 'COMMIT' ? terms : wanted;
      const said = { orderId, reason: 'nobody answers', by: 'grace', outcome, terms: told };
      await tell(service, '2pc.DecideByHand', said, caused);
    }
  };
  return { lab, decide };
};

const commitsOf = async ({ services }: MemoryLab): Promise<CommitsByService> =>
  Object.fromEntries(
    await Promise.all(
      serviceNames.map(async (name) => [name, await commitsIn(services[name].store)] as const),
    ),
  ) as CommitsByService;

const planIn = async (lab: MemoryLab, moment: { readonly time: number }) =>
  planOf(cutAt(historyOf(await commitsOf(lab)), moment));

/** Every way in which three people can decide. */
const all = outcomes.flatMap((order) =>
  outcomes.flatMap((inventory) => outcomes.map((payment) => ({ order, inventory, payment }))),
);

const wayAfter = ({ inventory, payment }: (typeof all)[number]): Way =>
  inventory === 'COMMIT' || payment === 'COMMIT' ? 'acts' : 'nothing';

describe('A rollback of orders that people decided by hand', function () {
  this.timeout(60_000);

  it('gives back whatever one of the services has kept', async () => {
    const { lab, decide } = await stillLab();
    const moment = { time: systemClock.now() };
    await eventually(() => expect(systemClock.now()).to.be.above(moment.time));
    for (const { order, inventory, payment } of all)
      await decide(`${order}-${inventory}-${payment}`, {
        'order-service': order,
        'inventory-service': inventory,
        'payment-service': payment,
      });
    const { orders, outside } = await planIn(lab, moment);
    const status = (order: Outcome): OrderDto['status'] => (order === 'COMMIT' ? 'APPROVED' : 'REJECTED');
    expect(orders.map(({ order, now, way }) => [order, now, way])).to.have.deep.members(
      all.map((one) => [`${one.order}-${one.inventory}-${one.payment}`, status(one.order), wayAfter(one)]),
    );
    expect(outside).to.have.members([
      ...['COMMIT', 'ABORT'].flatMap((payment) => [
        `order COMMIT-COMMIT-${payment} stays APPROVED, as its customer knows it, and 1 lamp went out: somebody has to get them back`,
        `order ABORT-COMMIT-${payment} stays REJECTED, as its customer knows it, and 1 lamp went out: somebody has to get them back`,
      ]),
      'order COMMIT-ABORT-COMMIT stays APPROVED, as its customer knows it',
    ]);
    // Everybody is told now, and the true outcome comes.
    const running = await continued(await commitsOf(lab), parts);
    try {
      const applying = { moment, reason: 'a test', operator: 'grace', waitMs: 20_000 };
      const { acts, left } = await applyRollback(running.visitor, applying);
      expect(acts.filter(({ refused }) => refused !== undefined)).to.deep.equal([]);
      expect([openIn(left), left.things.filter(isChanged)]).to.deep.equal([[], []]);
      const get = async (service: ServiceName, path: string) =>
        (await running.visitor.ask(service, { method: 'get', path })).body;
      expect(await get('inventory-service', '/stock/lamp')).to.include({ available: PIECES });
      expect(await get('payment-service', '/accounts/ada')).to.include({ balance: PIECES * PRICE });
    } finally {
      await running.stop();
    }
  });

  it('waits for a service that has not heard of the order, and may yet take something for it', async () => {
    const { lab, decide } = await stillLab();
    const unheard: readonly ByHand[] = [
      { 'order-service': 'ABORT' },
      { 'order-service': 'COMMIT' },
      { 'order-service': 'ABORT', 'inventory-service': 'ABORT' },
      { 'order-service': 'ABORT', 'payment-service': 'COMMIT' },
    ];
    for (const [n, byHand] of unheard.entries()) await decide(`o${n}`, byHand);
    const { orders } = await planIn(lab, { time: 0 });
    expect(orders.map(({ way }) => way)).to.deep.equal(unheard.map(() => 'undecided'));
  });
});
