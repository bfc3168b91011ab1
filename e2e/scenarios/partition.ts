// The network splits: coordinator and orders on one side, stock and money on the other, each way to agree at its worst moment.
import { serviceNames } from '@saga-lab/contracts/services';
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import { switching } from '@saga-lab/launcher/broker/switch';
import type { Switch, SwitchedMessage } from '@saga-lab/launcher/broker/switch';
import { promises } from '@saga-lab/protocols/promises';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';

const PRICE = 2_500;
const PIECES = 10;
/** A participant of three-phase commit loses patience after 15 s, and its peers once more after that. */
const PATIENCE_MS = 40_000;

const groups = [
  ['saga-orchestrator', 'order-service'],
  ['inventory-service', 'payment-service'],
] as const;

/** The message across the cut after which each way to agree is worst off: while it is under way, the network splits. */
const worst: Readonly<Record<string, string>> = {
  saga: 'PaymentCharged',
  choreo: 'choreo.PaymentCharged',
  tcc: 'tcc.Tried',
  '2pc': '2pc.Commit',
  '3pc': '3pc.PreCommit',
};

interface State {
  readonly order: OrderDto['status'] | undefined;
  readonly stock: string | undefined;
  readonly money: string | undefined;
}

const healed = {
  approved: { order: 'APPROVED', stock: 'SHIPPED', money: 'CHARGED' },
  rejected: { order: 'REJECTED', stock: 'RELEASED' },
  split: { order: 'APPROVED', stock: 'RELEASED', money: 'RELEASED' },
} as const;

type Outcome = keyof typeof healed;

/** What each promises; a saga goes back once its step has taken too long, and cannot yet say so to those on the other side. */
const promisedBy = (protocol: string): { readonly outcome: Outcome; readonly waits: boolean } => {
  const promise = promises[protocol]?.faults.E;
  if (!promise) return { outcome: 'rejected', waits: true };
  const { outcome, waiting } = promise;
  if (outcome === 'approved' || outcome === 'rejected' || outcome === 'split')
    return { outcome, waits: waiting.length > 0 };
  throw new Error(`${protocol} promises "${outcome}" for a partition, which nobody can look for`);
};

export default scenario({
  chapter: 'services',
  position: 13,
  sentence:
    'The network splits between coordinator and order-service on one side, inventory-service and payment-service on the other, with one order under each way to agree at its worst moment. All but three-phase commit agree once it heals; that one splits, as it is known to.',
  covers: ['F-47'],
  needs: { broker: true, ownSystem: true, stepDeadlineMs: 3_000 },
  play: async (run) => {
    const ada = await run.openAccount('ada', PIECES * PRICE);
    const lamp = await run.putStock('lamp', PIECES, PRICE);
    const orders = new Map<string, string>();
    await switching(run.brokerUrl(), async (between) => {
      between.handle(({ type, from, to }) =>
        isAcross(from, to) && Object.values(worst).includes(type) ? 'kept' : 'through',
      );
      for (const protocol of Object.keys(worst))
        orders.set(protocol, await run.placeOrderUnder(protocol, ada, { sku: lamp, quantity: 1 }));
      await atWorst(between, orders);
      run.reportAction(`the network splits: ${groups.map((group) => group.join(' and ')).join(' | ')}`);
      between.split(groups);
      await expectEach(run, orders, splitState);
      run.reportAction('the network heals');
      await between.heal();
    });
    await expectEach(run, orders, healedState);
    const split = [...orders].filter(([protocol]) => promisedBy(protocol).outcome === 'split');
    for (const [, order] of split) run.noteOutsidePromise(order);
  },
});

const isAcross = (from: SwitchedMessage['from'], to: SwitchedMessage['to']): boolean => {
  const sideOf = (name: string | undefined) => groups.findIndex((group) => group.some((one) => one === name));
  return serviceNames.some((name) => name === from) && sideOf(from) !== sideOf(to);
};

/** The message that each of them waits for is in the switch. */
const atWorst = async (between: Switch, orders: ReadonlyMap<string, string>): Promise<void> => {
  await eventually(() => {
    const kept = new Set(between.kept().map(({ saga }) => saga));
    expect([...orders].filter(([, order]) => !kept.has(order)).map(([protocol]) => protocol)).to.deep.equal(
      [],
    );
  });
};

/** Of those who wait, the other side holds what it held. */
const splitState = (protocol: string): Partial<State> => {
  if (protocol === 'saga') return { order: 'PENDING', stock: 'RESERVED', money: 'CHARGED' };
  const { outcome, waits } = promisedBy(protocol);
  const { order, ...other } = healed[outcome];
  return { order, ...(waits ? { stock: 'RESERVED' } : other) };
};

const healedState = (protocol: string): Partial<State> => healed[promisedBy(protocol).outcome];

const expectEach = async (
  run: ScenarioRun,
  orders: ReadonlyMap<string, string>,
  expected: (protocol: string) => Partial<State>,
): Promise<void> => {
  for (const [protocol, order] of orders) {
    await eventually(async () => expect(await stateOf(run, order)).to.include(expected(protocol)), {
      timeoutMs: PATIENCE_MS,
    });
    const { order: status, stock, money } = await stateOf(run, order);
    run.reportResult(`under ${protocol}: order ${status}, pieces ${stock}, money ${money}`);
  }
};

const stateOf = async ({ lab }: ScenarioRun, id: string): Promise<State> => {
  const [order, reservation, payment] = await Promise.all([
    lab.findOrder(id),
    lab.reservation(id),
    lab.payment(id),
  ]);
  return { order: order?.status, stock: reservation?.status, money: payment?.status };
};
