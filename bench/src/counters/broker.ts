// What the broker counts of messages; only the one that was started here can be asked.
import type { BrokerControl } from '@saga-lab/launcher/engine/engine';

/** Since the broker began, all protocols and queues together. */
export interface BrokerCounters {
  /** From publishers. */
  readonly published: number;
  readonly confirmed: number;
  /** To consumers: one message counts for each queue that it is delivered from. */
  readonly delivered: number;
  /** Of these, delivered before. */
  readonly redelivered: number;
}

const NAMES = {
  published: ['messages_received_total'],
  confirmed: ['messages_confirmed_total'],
  delivered: ['messages_delivered_consume_manual_ack_total', 'messages_delivered_consume_auto_ack_total'],
  redelivered: ['messages_redelivered_total'],
} as const satisfies Record<keyof BrokerCounters, readonly string[]>;

/** A tuple of sums over all nodes, in the order of `NAMES`. */
const EXPRESSION = `list_to_tuple([lists:sum([maps:get(N, M, 0) || N <- Ns, {ok, O} <- erpc:multicall([node() | nodes()], rabbit_global_counters, overview, []), M <- maps:values(O)]) || Ns <- [${Object.values(
  NAMES,
)
  .map((names) => `[${names.join(',')}]`)
  .join(',')}]]).`;

/** It takes a second or so of processor time: not while something is measured. */
export const brokerCounters = async ({ ctl }: Pick<BrokerControl, 'ctl'>): Promise<BrokerCounters> =>
  countersIn(await ctl('eval', EXPRESSION));

/** @throws Error if it is no tuple of as many numbers. */
export const countersIn = (answer: string): BrokerCounters => {
  const values = /^\{([\d,\s]+)\}\s*$/.exec(answer)?.[1]?.split(',').map(Number) ?? [];
  const names = Object.keys(NAMES) as (keyof BrokerCounters)[];
  if (values.length !== names.length) throw new Error(`the broker does not tell its counters: ${answer}`);
  return Object.fromEntries(names.map((name, n) => [name, values[n]])) as unknown as BrokerCounters;
};
