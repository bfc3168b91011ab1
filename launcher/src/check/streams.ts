// I-7: every stream has versions 1, 2, 3, ..., and the read models show what the streams add up to.
import type { Facts } from './facts.ts';
import type { Verdict } from './verdict.ts';
import { count, verdict } from './verdict.ts';

export const streamsAreWhole = (facts: Facts): Verdict => {
  const { history } = facts;
  const holes = history.streams.flatMap((stream) =>
    wholeOrNot(
      stream,
      history.ofStream(stream).map(({ version }) => version),
    ),
  );
  return verdict('I-7', [...holes, ...staleViews(facts)], {
    holds: `${count(history.streams.length, 'stream')} without a hole or a double, and every list shows what they add up to.`,
    violated: 'A history has a hole or a double, or a read model shows something else than its stream.',
  });
};

/** Versions come sorted; the first that is out of order says it all. */
const wholeOrNot = (stream: string, versions: readonly number[]): readonly string[] => {
  const at = versions.findIndex((version, n) => version !== n + 1);
  if (at < 0) return [];
  return [`stream ${stream} has version ${versions[at] ?? 0} where ${at + 1} should be.`];
};

/** A document asked for by its id is folded up to the end of its stream; in a list it is as the read model keeps it. */
const staleViews = ({ orders, stock, listed }: Facts): readonly string[] => [
  ...differences(
    'order',
    orders.map(({ order }) => order),
    listed.orders,
    (order) => order.orderId,
  ),
  ...differences(
    'saga',
    orders.map(({ saga }) => saga),
    listed.sagas,
    (saga) => saga.sagaId,
  ),
  ...differences('stock', stock, listed.stock, (item) => item.sku),
];

const differences = <T extends object>(
  noun: string,
  folded: readonly (T | undefined)[],
  listed: readonly T[],
  idOf: (item: T) => string,
): readonly string[] => {
  const shown = new Map(listed.map((item) => [idOf(item), item]));
  return folded
    .filter((item) => item !== undefined)
    .filter((item) => JSON.stringify(item) !== JSON.stringify(shown.get(idOf(item))))
    .map((item) => `${noun} ${idOf(item)} is not listed as its stream says.`);
};
