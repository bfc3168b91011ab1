// I-8: who was told that an order is accepted finds it, once; and nobody's order is there without being told.
import type { OrderPlaced } from '@saga-lab/contracts/order';
import type { Facts } from './facts.ts';
import type { Verdict } from './verdict.ts';
import { count, said, verdict } from './verdict.ts';

export const acceptedOnce = (facts: Facts): Verdict => {
  const placed = placements(facts);
  const timesPlaced = new Map<string, number>();
  for (const { orderId } of placed) timesPlaced.set(orderId, (timesPlaced.get(orderId) ?? 0) + 1);
  const missingOrDoubled = facts.orders.flatMap(({ id, order }) => {
    const times = timesPlaced.get(id) ?? 0;
    if (!order || times === 0) return [`order ${id} was accepted, and is not there.`];
    return times > 1 ? [`order ${id} was placed ${times} times.`] : [];
  });
  return verdict('I-8', [...missingOrDoubled, ...unannounced(facts, placed)], {
    holds: `Every order that was answered with 202 is there, once: ${count(facts.orders.length, 'order')}.`,
    violated: 'An accepted order is missing, or one is there that nobody was told of.',
  });
};

type Placement = OrderPlaced['data'];

const placements = ({ history }: Facts): readonly Placement[] =>
  history.all
    .filter(({ service }) => service === 'order-service')
    .flatMap(({ commit }) => commit.events.filter(({ type }) => type === 'OrderPlaced'))
    .map(({ data }) => data as Placement);

/** Orders of the customers in question that nobody was answered about. */
const unannounced = ({ orders, accounts }: Facts, placed: readonly Placement[]): readonly string[] => {
  const ids = new Set(orders.map(({ id }) => id));
  const customers = new Set(accounts.map(({ customerId }) => customerId));
  return placed
    .filter(({ orderId, customerId }) => customers.has(customerId) && !ids.has(orderId))
    .map(
      ({ orderId, customerId }) =>
        `order ${said(orderId)} of ${said(customerId)} is there, and nobody was told.`,
    );
};
