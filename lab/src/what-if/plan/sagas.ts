// How orders would have ended, against how they ended.
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import { hasEnded } from '../../client/documents.ts';
import { isSame } from '../../checker/difference.ts';
import type { Rebuilt } from '../../checker/facts.ts';

/** Amounts in minor units. */
export interface End {
  /** Of the saga; nothing if it had not begun. */
  readonly saga: string | undefined;
  /** Of the order, as its customer knows it. */
  readonly order: string | undefined;
  readonly reason: string | undefined;
  /** Of approved orders. */
  readonly total: number | undefined;
  /** The same, with what was settled with the customer afterwards. */
  readonly cost: number | undefined;
  readonly hasEnded: boolean;
}

export interface OrderWhatIf {
  readonly order: string;
  readonly customerId: string;
  readonly lines: OrderDto['lines'];
  readonly then: End;
  readonly would: End;
}

/** What is shown, and what was settled with customers: order -> what they got back in all. */
export interface Ends {
  readonly shown: Rebuilt;
  readonly settled: ReadonlyMap<string, number>;
}

/** Those that differ, by the order in which their ids sort. */
export const ordersOtherwise = (then: Ends, would: Ends): readonly OrderWhatIf[] =>
  [...new Set([...then.shown.orders.keys(), ...would.shown.orders.keys()])].toSorted().flatMap((order) => {
    const ends = { then: endIn(then, order), would: endIn(would, order) };
    if (isSame(ends.then, ends.would)) return [];
    const { customerId, lines } = (then.shown.orders.get(order) ?? would.shown.orders.get(order)) as OrderDto;
    return [{ order, customerId, lines, ...ends }];
  });

const endIn = ({ shown: { orders, sagas }, settled }: Ends, id: string): End => {
  const saga = sagas.get(id) as SagaDto | undefined;
  const order = orders.get(id) as OrderDto | undefined;
  return {
    saga: saga?.status,
    order: order?.status,
    reason: order?.reason,
    total: order?.total,
    cost: costOf(order, settled),
    hasEnded: saga !== undefined && hasEnded(saga),
  };
};

const costOf = (order: OrderDto | undefined, settled: Ends['settled']): number | undefined =>
  order?.total === undefined ? undefined : order.total - (settled.get(order.orderId) ?? 0);

export const isOpen = ({ then }: OrderWhatIf): boolean => !then.hasEnded;

export const endedOtherwise = (one: OrderWhatIf): boolean =>
  !isOpen(one) && (one.then.saga !== one.would.saga || one.then.reason !== one.would.reason);

/** It was completed in both, and costs something else. */
export const otherAmount = ({ then, would }: OrderWhatIf): boolean =>
  then.saga === 'COMPLETED' && would.saga === 'COMPLETED' && then.cost !== would.cost;
