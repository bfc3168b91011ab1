// The worlds of the order saga that are explored, by name.
import { categories } from '@saga-lab/contracts/streams';
import { parseStream } from '@saga-lab/platform/decider/streams';
import { noBudgets } from '../system/state.ts';
import { systemWorld } from '../system/system-world.ts';
import type { SystemWorld } from '../system/system-world.ts';
import type { Budgets, Request, System } from '../system/roles.ts';
import { note, noNotes } from './notes.ts';
import type { OrderNotes } from './notes.ts';
import { plain, plainMessage } from './plain.ts';
import { hasEnded } from './look.ts';
import { properties } from './properties.ts';
import { account, services, sku } from './services.ts';
import type { Before, ChangeDecider } from './services.ts';

export interface OrderWorld {
  readonly name: string;
  /** In a sentence. */
  readonly about: string;
  readonly make: (change?: ChangeDecider) => SystemWorld;
}

/** What is peculiar to one world: who orders, of what, and what may go wrong for each. */
export interface Plot {
  /** Order -> what may happen to it. */
  readonly orders: Readonly<Record<string, Budgets>>;
  readonly before: Before;
  /** An operator may abort each saga, or have it sent again. */
  readonly hasOperator?: boolean;
}

const placing = (id: string): Request => ({
  to: 'order-service',
  message: {
    type: 'PlaceOrder',
    data: { orderId: id, ...account, lines: [{ sku: sku.sku, quantity: 1 }] },
    sagaId: id,
    step: 'place-order',
    operation: 'action',
  },
});

const cancelling = (id: string): Request => ({
  to: 'order-service',
  message: { type: 'RequestCancellation', data: { orderId: id } },
});

/** What a person says in `ResolveStep` is true or not, and no decider can tell: that act is left out. */
const operatorActs = (id: string): readonly Request[] =>
  ['RetrySaga', 'AbortSaga'].map((type) => ({
    to: 'saga-orchestrator',
    message: { type, data: { by: 'operator', reason: 'wanted' }, sagaId: id },
  }));

/** Of what a message says, by the order that it is about. */
const ownerOf: System<OrderNotes>['ownerOf'] = ({ sagaId, data }) =>
  sagaId ?? (data as { orderId: string }).orderId;

const systemOf = (
  name: string,
  { orders, before, hasOperator = false }: Plot,
  change?: ChangeDecider,
): System<OrderNotes> => {
  const owners = Object.keys(orders);
  return {
    name,
    roles: services(before, change),
    owners,
    ownerOf,
    isShared: (stream) => shared.includes(parseStream(stream).category),
    requests: owners.map(placing),
    wishes: Object.fromEntries(
      owners.map((id) => [id, [cancelling(id), ...(hasOperator ? operatorActs(id) : [])]]),
    ),
    budgets: orders,
    plain,
    plainMessage,
    firstNotes: noNotes,
    note,
    properties: properties(owners, before),
    isEnd: (view) => owners.every((id) => hasEnded(view, id)),
    endName: 'I-3',
  };
};

const shared: readonly string[] = [categories.stock, categories.account];

/** The account and the stock have been used by an earlier order, and are all right for more. */
const plenty: Before = { funds: 5_000, charged: 2_000, available: 5, reserved: 1 };
const noMoney: Before = { ...plenty, funds: 0 };
const noStock: Before = { ...plenty, available: 0 };
/** Enough for one order. */
const scarce: Before = { ...plenty, funds: sku.unitPrice, available: 1 };

export const orderWorld = (name: string, about: string, plot: Plot): OrderWorld => ({
  name,
  about,
  make: (change) => systemWorld(systemOf(name, plot, change)),
});

const some: Budgets = { ...noBudgets, copies: 1, timeouts: 1, wishes: 1 };
const most: Budgets = { copies: 2, crashes: 1, losses: 0, timeouts: 1, wishes: 1 };
const lossy: Budgets = { ...noBudgets, losses: 1, timeouts: 1, wishes: 1 };
const lateOrCancelled: Budgets = { ...noBudgets, timeouts: 1, wishes: 1 };

/** Each is visited as a whole in seconds. */
export const smallWorlds: readonly OrderWorld[] = [
  orderWorld('order', 'one order; a copy, a timeout, a cancellation', {
    orders: { A: some },
    before: plenty,
  }),
  orderWorld('loss', 'one order; a lost message, a timeout, a cancellation', {
    orders: { A: lossy },
    before: plenty,
  }),
  orderWorld('no-stock', 'one of what is out of stock; a copy, a timeout, a cancellation', {
    orders: { A: some },
    before: noStock,
  }),
  orderWorld('no-money', 'one that cannot be paid; a copy, a timeout, a cancellation', {
    orders: { A: some },
    before: noMoney,
  }),
  orderWorld('crash', 'one order; a crash, a timeout, a cancellation', {
    orders: { A: { ...some, copies: 0, crashes: 1 } },
    before: plenty,
  }),
  orderWorld('operator', 'one order; an operator or its customer wishes two things, a timeout', {
    orders: { A: { ...noBudgets, wishes: 2, timeouts: 1 } },
    before: plenty,
    hasOperator: true,
  }),
  orderWorld('two-late', 'two orders of the last piece, for the last money; a timeout each', {
    orders: { A: { ...noBudgets, timeouts: 1 }, B: { ...noBudgets, timeouts: 1 } },
    before: scarce,
  }),
  orderWorld('two-cancelled', 'two orders of the last piece, for the last money; a cancellation each', {
    orders: { A: { ...noBudgets, wishes: 1 }, B: { ...noBudgets, wishes: 1 } },
    before: scarce,
  }),
];

/** Each takes up to some minutes. */
export const largeWorlds: readonly OrderWorld[] = [
  orderWorld('order-most', 'one order; two copies, a crash, a timeout, a cancellation', {
    orders: { A: most },
    before: plenty,
  }),
  orderWorld('no-money-most', 'one that cannot be paid; two copies, a crash, a timeout, a cancellation', {
    orders: { A: most },
    before: noMoney,
  }),
  orderWorld('no-stock-most', 'one of what is out of stock; two copies, a crash, a timeout, a cancellation', {
    orders: { A: most },
    before: noStock,
  }),
  orderWorld('loss-most', 'one order; two lost messages, a copy, a timeout, a cancellation', {
    orders: { A: { ...lossy, losses: 2, copies: 1 } },
    before: plenty,
  }),
  orderWorld(
    'two-most',
    'two orders of the last piece, for the last money; a timeout and a cancellation each',
    {
      orders: { A: lateOrCancelled, B: lateOrCancelled },
      before: scarce,
    },
  ),
];
