// One moment of a system that goes on working while it is looked at: only what cannot move any more is judged.
import type { OrderFacts, ScreenLine, Screens } from '../checker/facts.ts';
import type { History } from '../checker/history.ts';
import { changedHistory, sagaOf } from '../checker/history.ts';
import { isUnder, waitingOf } from '../checker/protocols.ts';
import { accountStream, isShared, sharedPart, stockStream } from '../checker/shared-streams.ts';
import { hasEnded } from '../client/documents.ts';
import type { Reading } from './reading.ts';

/** Its saga is on its way, or has not started yet; or another protocol is still deciding about it somewhere. */
export const isOpen = (one: OrderFacts): boolean => {
  if (isUnder(one)) return waitingOf(one).length > 0;
  return one.saga ? !hasEnded(one.saga) : one.order?.status === 'PENDING';
};

interface Moment {
  /** Of the orders whose sagas have ended, and of all accounts and stock. */
  readonly settled: Reading;
  readonly open: readonly OrderFacts[];
}

/** Version of each account and of each SKU. */
export type SharedVersions = ReadonlyMap<string, number>;

/**
 * What is read comes from lists, which follow their histories. `begin` was read so long before that they have got there, and
 * the history of `reading` after everything else in it. So an account or a SKU is shown as it was somewhere between the two:
 * it is compared with its history up to there.
 */
export const momentOf = (reading: Reading, begin: SharedVersions): Moment => {
  const orders = reading.orders.filter((one) => !isOpen(one));
  const ids = new Set(orders.map(({ id }) => id));
  const shown = versionsShown(reading);
  const lastOf = (stream: string): number => Math.max(shown.get(stream) ?? Infinity, begin.get(stream) ?? 0);
  const isOver = (stream: string, version: number): boolean => version <= lastOf(stream);
  const history = changedHistory(reading.history, ({ commit }) => {
    const events = commit.events.filter(({ stream, version }) => isOver(stream, version));
    return ids.has(sagaOf(commit)) || commit.input.sagaId === undefined
      ? { ...commit, events }
      : sharedPart({ ...commit, events });
  });
  return {
    settled: {
      ...reading,
      ...(reading.screens && { screens: settledScreens(reading.screens, ids, lastOf) }),
      orders,
      history,
      ids: { ...reading.ids, orders: [...ids] },
    },
    open: reading.orders.filter(isOpen),
  };
};

type LastOf = (stream: string) => number;

/** Lines of movements up to there; nothing of the sales of what is being sold just now, and of orders that are on their way. */
const settledScreens = (screens: Screens, orders: ReadonlySet<string>, lastOf: LastOf): Screens => {
  const upTo = (last: number) => (line: ScreenLine) => line.version <= last;
  return {
    statements: changed(screens.statements, (id, lines) => lines.filter(upTo(lastOf(accountStream(id))))),
    'stock-cards': changed(screens['stock-cards'], (id, lines) =>
      lines.filter(upTo(lastOf(stockStream(id)))),
    ),
    sales: changed(screens.sales, (id, lines) =>
      lines.every(upTo(lastOf(stockStream(id)))) ? lines : undefined,
    ),
    'order-summaries': changed(screens['order-summaries'], (id, lines) =>
      orders.has(id) ? lines : undefined,
    ),
  };
};

type Lines = readonly ScreenLine[];

/** Without the things of which `change` leaves nothing. */
const changed = (
  all: ReadonlyMap<string, Lines>,
  change: (id: string, lines: Lines) => Lines | undefined,
): ReadonlyMap<string, Lines> =>
  new Map(
    [...all].flatMap(([id, lines]) => {
      const left = change(id, lines);
      return left === undefined ? [] : [[id, left] as const];
    }),
  );

const versionsShown = ({ accounts, stock }: Reading): SharedVersions =>
  new Map([
    ...accounts.map(({ customerId, version }) => [accountStream(customerId), version] as const),
    ...stock.map(({ sku, version }) => [stockStream(sku), version] as const),
  ]);

export const sharedVersionsIn = (history: History): SharedVersions =>
  new Map(
    history.streams
      .filter(isShared)
      .map((stream) => [stream, history.ofStream(stream).at(-1)?.version ?? 0] as const),
  );
