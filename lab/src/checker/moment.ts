// One moment of a system that goes on working while it is looked at: only what cannot move any more is judged.
import type { Order, Saga } from '../client/documents.ts';
import { hasEnded } from '../client/lab.ts';
import type { Facts, OrderFacts } from './facts.ts';
import type { History } from './history.ts';
import { changedHistory, sagaOf } from './history.ts';
import type { Ids, Rebuild } from './rebuilt.ts';
import { accountStream, sharedPart, stockStream } from './shared-streams.ts';

/** Its saga is on its way, or has not started yet. */
export const isOpen = ({ order, saga }: { order: Order | undefined; saga: Saga | undefined }): boolean =>
  saga ? !hasEnded(saga) : order?.status === 'PENDING';

interface Moment {
  /** Facts about the orders whose sagas have ended, and about all accounts and stock. */
  readonly facts: Facts;
  readonly open: readonly OrderFacts[];
}

/**
 * `facts` about `names` come from lists, which follow their histories. `begin` was read so long before that they have got
 * there, and the history of `facts` after everything else in them. So an account or a SKU is shown as it was somewhere
 * between the two: it is compared with its history up to there.
 */
export const momentOf = (
  facts: Facts,
  { begin, names, rebuild }: { begin: History; names: Ids; rebuild: Rebuild },
): Moment => {
  const judged = facts.orders.filter((one) => !isOpen(one));
  const ids = new Set(judged.map(({ id }) => id));
  const seen = versionsOf(facts);
  const isOver = (stream: string, version: number): boolean =>
    version <= Math.max(seen.get(stream) ?? Infinity, lastVersion(begin, stream));
  const history = changedHistory(facts.history, ({ commit }) => {
    const events = commit.events.filter(({ stream, version }) => isOver(stream, version));
    return ids.has(sagaOf(commit)) || commit.input.sagaId === undefined
      ? { ...commit, events }
      : sharedPart({ ...commit, events });
  });
  return {
    facts: { ...facts, orders: judged, history, rebuilt: rebuild(history, { ...names, orders: [...ids] }) },
    open: facts.orders.filter(isOpen),
  };
};

const versionsOf = ({ accounts, stock }: Facts): ReadonlyMap<string, number> =>
  new Map([
    ...accounts.map(({ customerId, version }) => [accountStream(customerId), version] as const),
    ...stock.map(({ sku, version }) => [stockStream(sku), version] as const),
  ]);

const lastVersion = (history: History, stream: string): number =>
  history.ofStream(stream).at(-1)?.version ?? 0;
