// What a check would read of one hand-made order, and changes to it that a check must notice.
import type { Commit } from '@saga-lab/platform/store/commit';
import { input } from '@saga-lab/platform/store/fixtures';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Facts, OrderFacts, Rebuilt, ScreenLine, Screens } from '../checker/facts.ts';
import { historyOf } from '../checker/history.ts';
import { judge } from '../checker/judge.ts';
import type { Invariant, Verdict } from '../checker/verdict.ts';
import type { CommitsByService } from '../client/documents.ts';
import type { Rebuilding } from '../reader/facts-of.ts';
import type { Ids } from '../rebuild/read-models.ts';
import { approved as order, sagaThatIs, spent } from './made-up-answers.ts';
import { sagaHistory } from './made-up.ts';

/** Facts before their history is put in order, so that it can be changed. It is an abridged one: nothing could be rebuilt from it. */
export type Made = Omit<Facts, 'history' | 'rebuilt' | 'decidedAgain'> & {
  readonly commits: CommitsByService;
};

export const event = (stream: string, version: number, type: string, data: object) => ({
  stream,
  version,
  type,
  schemaVersion: 1,
  data,
});

const saga = sagaThatIs('o1', 'COMPLETED');
const lamps = { sku: 'lamp', onHand: 5, available: 3, reserved: 0, shipped: 2, unitPrice: 300, version: 3 };

/** One completed order of two lamps at 300 each, by somebody who has 1000. */
export const completed = (): Made => {
  const { commits } = sagaHistory('o1')
    .client(0, 'PlaceOrder')
    .saga(1, 'OrderPlaced', ['ReserveStock'])
    .answers(2, 'ReserveStock', 'StockReserved')
    .saga(3, 'StockReserved', ['ChargePayment'])
    .answers(4, 'ChargePayment', 'PaymentCharged')
    .saga(5, 'PaymentCharged', ['ApproveOrder'])
    .answers(6, 'ApproveOrder', 'OrderApproved')
    .saga(7, 'OrderApproved', ['ShipStock'])
    .answers(8, 'ShipStock', 'StockShipped')
    .notes(9, 'StockShipped', 'SagaCompleted');
  const made: Made = {
    accounts: [spent],
    stock: [lamps],
    orders: [
      {
        id: 'o1',
        order,
        saga,
        payment: { orderId: 'o1', status: 'CHARGED', version: 2 },
        reservation: { orderId: 'o1', status: 'SHIPPED', version: 4 },
      },
    ],
    tampering: { forged: [], losses: [], deadLetters: [] },
    deadLetters: [],
    commits,
  };
  return [
    happened('payment-service', 'PutAccount', [event('account-ada', 1, 'AccountOpened', { opening: 1000 })]),
    happened('payment-service', 'ChargePayment', [
      event('account-ada', 2, 'AmountCharged', { orderId: 'o1', amount: 600 }),
    ]),
    happened('inventory-service', 'PutStock', [
      event('stock-lamp', 1, 'StockAdjusted', { onHand: 5, unitPrice: 300 }),
    ]),
    happened('inventory-service', 'ReserveStock', [
      event('stock-lamp', 2, 'UnitsReserved', { orderId: 'o1', quantity: 2 }),
    ]),
    happened('inventory-service', 'ShipStock', [
      event('stock-lamp', 3, 'UnitsShipped', { orderId: 'o1', quantity: 2 }),
    ]),
  ].reduce((before, change) => change(before), made);
};

/** The same order, as read models that are shaped for a screen show it; their lines are abridged, too. */
export const screensOfCompleted = (): Screens => ({
  statements: new Map([['ada', [line(1, { balance: 1000 }), line(2, { orderId: 'o1', balance: 400 })]]]),
  'stock-cards': new Map([['lamp', [1, 2, 3].map((version) => line(version, { onHand: 5 }))]]),
  sales: new Map([['lamp', [line(3, { sku: 'lamp', day: '2026-01-31', pieces: 2 })]]]),
  'order-summaries': new Map([['o1', [line(7, { orderId: 'o1', status: 'COMPLETED', steps: [] })]]]),
});

const line = (version: number, content: object): ScreenLine => ({ ...content, version });

/** One order that was refused for lack of stock. */
export const compensated = (): Made => {
  const { commits } = sagaHistory('o1')
    .client(0, 'PlaceOrder')
    .saga(1, 'OrderPlaced', ['ReserveStock'])
    .answers(2, 'ReserveStock', 'StockInsufficient', { refused: true })
    .saga(3, 'StockInsufficient', ['RejectOrder'])
    .answers(4, 'RejectOrder', 'OrderRejected')
    .notes(5, 'OrderRejected', 'SagaCompensated');
  return withOrder(
    { ...completed(), accounts: [], stock: [], commits },
    {
      order: { ...order, status: 'REJECTED' },
      saga: { ...saga, status: 'COMPENSATED' },
      payment: undefined,
      reservation: { orderId: 'o1', status: 'INSUFFICIENT', version: 2 },
    },
  );
};

/** A commit of its own, as if a request had caused it. */
export const commitOf = (type: string, events: Commit['events'], parts: Partial<Commit> = {}): Commit => ({
  _id: `http:${type}`,
  at: 0,
  lamport: 0,
  correlationId: 'put',
  causationId: 'x',
  attempt: 'a',
  input: input({ type }),
  events,
  outbox: [],
  sent: [],
  ...parts,
});

/** Adds events to the commit of a command, or a commit of its own for what no saga caused. */
export const happened =
  (service: ServiceName, type: string, events: Commit['events']) =>
  (made: Made): Made =>
    withCommits(made, service, (commits) =>
      commits.some((commit) => commit.input.type === type)
        ? commits.map((commit) =>
            commit.input.type === type ? { ...commit, events: [...commit.events, ...events] } : commit,
          )
        : [commitOf(type, events, timeOf(events)), ...commits],
    );

/** Behind everything that the same streams hold already, unless it is their beginning. */
const timeOf = (events: Commit['events']): Pick<Commit, 'at' | 'lamport'> => {
  const later = 1_000 * Math.max(0, ...events.map(({ version }) => version - 1));
  return { at: later, lamport: later };
};

export const withCommits = (
  made: Made,
  service: ServiceName,
  change: (commits: readonly Commit[]) => readonly Commit[],
): Made => ({ ...made, commits: { ...made.commits, [service]: change(made.commits[service]) } });

/** Changes what REST says of the order. */
export const withOrder = (made: Made, change: Partial<OrderFacts>): Made => ({
  ...made,
  orders: made.orders.map((one) => ({ ...one, ...change })),
});

/** As if every read model were right, and nothing had been decided. */
export const asShown = (made: Shown): Rebuilding => ({
  readModels: (_history, ids) => listsOf(made, ids),
  decisions: () => [],
  screens: (_history, shown) => shown,
});

type Shown = Pick<Made, 'accounts' | 'stock' | 'orders'>;

const listsOf = (made: Shown, { customers, skus, orders }: Ids): Rebuilt => {
  const part = (name: Exclude<keyof OrderFacts, 'id'>) =>
    new Map(
      made.orders
        .filter((one) => orders.includes(one.id) && one[name] !== undefined)
        .map((one) => [one.id, one[name]]),
    );
  const named = <T>(items: readonly T[], idOf: (item: T) => string, ids: readonly string[]) =>
    new Map(items.map((item) => [idOf(item), item] as const).filter(([id]) => ids.includes(id)));
  return {
    orders: part('order'),
    sagas: part('saga'),
    payments: part('payment'),
    reservations: part('reservation'),
    accounts: named(made.accounts, ({ customerId }) => customerId, customers),
    stock: named(made.stock, ({ sku }) => sku, skus),
  };
};

/** `rebuilt`: what the read models should show; left out: what they do show. */
export const judged = (made: Made, rebuilt?: Partial<Rebuilt>): readonly Verdict[] =>
  judge(factsOf(made, rebuilt));

export const factsOf = ({ commits, ...facts }: Made, rebuilt: Partial<Rebuilt> = {}): Facts => {
  const history = historyOf(commits);
  const names = {
    customers: facts.accounts.map(({ customerId }) => customerId),
    skus: facts.stock.map(({ sku }) => sku),
    orders: facts.orders.map(({ id }) => id),
  };
  return { ...facts, history, decidedAgain: [], rebuilt: { ...listsOf(facts, names), ...rebuilt } };
};

export const violatedBy = (made: Made, rebuilt?: Partial<Rebuilt>): readonly Invariant[] =>
  judged(made, rebuilt)
    .filter(({ state }) => state === 'violated')
    .map(({ invariant }) => invariant);

export const findingsOf = (made: Made, invariant: Invariant, rebuilt?: Partial<Rebuilt>): readonly string[] =>
  judged(made, rebuilt).find((verdict) => verdict.invariant === invariant)?.findings ?? [];
