// The four sagas that everybody sees first: one that completes and three that are taken back.
import type { StockDto } from '@saga-lab/contracts/dtos/inventory';
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import type { AccountDto } from '@saga-lab/contracts/dtos/payment';
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import { randomUUID } from 'node:crypto';
import { eventually } from '@saga-lab/platform/time/eventually';
import { cancelInTime } from '../client/cancel-in-time.ts';
import type { Lab } from '../client/lab.ts';

/** Who and what a run of the demo brings along: names of its own, so that it can run again and beside others. */
export interface World {
  readonly ada: string;
  readonly bob: string;
  readonly lamp: string;
  readonly chair: string;
}

export const newWorld = (): World => {
  const run = randomUUID().slice(0, 6);
  return { ada: `ada-${run}`, bob: `bob-${run}`, lamp: `lamp-${run}`, chair: `chair-${run}` };
};

export interface Holdings {
  readonly accounts: readonly AccountDto[];
  readonly stock: readonly StockDto[];
}

/** Money in minor units. Resolves once everybody can read it. */
export const furnish = async (lab: Lab, world: World): Promise<Holdings> => {
  await lab.putAccount(world.ada, 100_000);
  await lab.putAccount(world.bob, 1_000);
  await lab.putStock(world.lamp, 40, 2_500);
  await lab.putStock(world.chair, 1, 9_900);
  return eventually(() => holdings(lab, world));
};

export const holdings = async (lab: Lab, world: World): Promise<Holdings> => ({
  accounts: [await lab.account(world.ada), await lab.account(world.bob)],
  stock: [await lab.stock(world.lamp), await lab.stock(world.chair)],
});

export interface Story {
  readonly title: string;
  /** What will happen. */
  readonly sentence: string;
  readonly ends: SagaDto['status'];
  readonly reason?: string;
  /** The orders it placed; the last one is the one to look at. */
  readonly play: (lab: Lab, world: World) => Promise<readonly string[]>;
}

const ordering =
  (order: (world: World) => Parameters<Lab['placeOrder']>[0]): Story['play'] =>
  async (lab, world) => [await lab.placeOrder(order(world))];

export const stories: readonly Story[] = [
  {
    title: 'Completed',
    sentence:
      'Ada orders two lamps. Stock is reserved, she pays, the order is approved, the lamps are shipped.',
    ends: 'COMPLETED',
    play: ordering(({ ada, lamp }) => ({ customerId: ada, lines: [{ sku: lamp, quantity: 2 }] })),
  },
  {
    title: 'Out of stock',
    sentence:
      'Ada orders three chairs, but there is one. Nothing was reserved: only her order is taken back.',
    ends: 'COMPENSATED',
    reason: 'OUT_OF_STOCK',
    play: ordering(({ ada, chair }) => ({ customerId: ada, lines: [{ sku: chair, quantity: 3 }] })),
  },
  {
    title: 'Payment declined',
    sentence:
      'Bob orders a lamp that he cannot pay. It is reserved for him already, so it is released again.',
    ends: 'COMPENSATED',
    reason: 'INSUFFICIENT_FUNDS',
    play: ordering(({ bob, lamp }) => ({ customerId: bob, lines: [{ sku: lamp, quantity: 1 }] })),
  },
  {
    title: 'Cancelled by the customer',
    sentence: 'Ada orders a lamp and cancels at once. Whatever was done by then is undone, in reverse order.',
    ends: 'COMPENSATED',
    reason: 'CUSTOMER_CANCELLED',
    play: (lab, world) => cancelling(lab, world),
  },
];

/** The cancelled order last. */
const cancelling = async (lab: Lab, { ada, lamp }: World): Promise<readonly string[]> => {
  const order = { customerId: ada, lines: [{ sku: lamp, quantity: 1 }] };
  const { inTime, tooLate } = await cancelInTime(lab, order);
  return [...tooLate, ...inTime];
};

/** The order once its end can be read. */
export const settledOrder = (lab: Lab, id: string): Promise<OrderDto> =>
  eventually(async () => {
    const order = await lab.order(id);
    if (order.status === 'PENDING') throw new Error(`Order ${id} is still PENDING.`);
    return order;
  });
