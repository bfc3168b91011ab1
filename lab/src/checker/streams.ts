// I-7: every stream has versions 1, 2, 3, ..., and the read models show what the streams add up to.
import { isSame } from './difference.ts';
import { screenNames } from './facts.ts';
import type { Facts, OrderFacts, ScreenLine, ScreenName, Screens } from './facts.ts';
import type { Verdict } from './verdict.ts';
import { count, verdict } from './verdict.ts';

export const streamsAreWhole = (facts: Facts): Verdict => {
  const { history } = facts;
  const holes = history.streams.flatMap((stream) =>
    outOfOrder(
      stream,
      history.ofStream(stream).map(({ version }) => version),
    ),
  );
  const unreadable = [...history.unreadable, ...(facts.unreadable ?? [])];
  return verdict('I-7', [...unreadable, ...holes, ...staleViews(facts)], {
    holds: `${count(history.streams.length, 'stream')} without a hole or a double, and every list shows what they add up to.`,
    violated:
      'A history has a hole or a double or cannot be read, or a read model shows something else than its stream.',
  });
};

/** Versions come sorted; the first that is out of order says it all. */
const outOfOrder = (stream: string, versions: readonly number[]): readonly string[] => {
  const at = versions.findIndex((version, n) => version !== n + 1);
  if (at < 0) return [];
  return [`stream ${stream} has version ${versions[at] ?? 0} where ${at + 1} should be.`];
};

/** What a list shows is the read model as it was kept event by event; the other was made of the whole history at once. */
const staleViews = ({
  orders,
  accounts,
  stock,
  rebuilt,
  screens,
  rebuiltScreens,
}: Facts): readonly string[] => [
  ...differences('order', byOrder(orders, 'order'), rebuilt.orders),
  ...differences('saga', byOrder(orders, 'saga'), rebuilt.sagas),
  ...differences('payment', byOrder(orders, 'payment'), rebuilt.payments),
  ...differences('reservation', byOrder(orders, 'reservation'), rebuilt.reservations),
  ...differences('account', new Map(accounts.map((one) => [one.customerId, one])), rebuilt.accounts),
  ...differences('stock', new Map(stock.map((one) => [one.sku, one])), rebuilt.stock),
  ...screenNames.flatMap((name) =>
    differences(nouns[name], linesIn(screens, name), linesIn(rebuiltScreens, name)),
  ),
];

const nouns: Readonly<Record<ScreenName, string>> = {
  statements: 'statement of',
  'stock-cards': 'stock card of',
  sales: 'sales of',
  'order-summaries': 'summary of order',
};

/** Every line by the thing that it is of and by its place there. */
const linesIn = (screens: Screens | undefined, name: ScreenName): ReadonlyMap<string, unknown> =>
  new Map(
    [...(screens?.[name] ?? [])].flatMap(([id, lines]) => lines.map((line) => [placeOf(id, line), line])),
  );

const placeOf = (id: string, line: ScreenLine & { readonly day?: string; readonly orderId?: string }) => {
  if (line.day !== undefined) return `${id} on ${line.day}`;
  return 'steps' in line ? id : `${id} version ${line.version}`;
};

const byOrder = (orders: Facts['orders'], part: Exclude<keyof OrderFacts, 'id'>) =>
  new Map(orders.flatMap((one) => (one[part] ? [[one.id, one[part]] as const] : [])));

const differences = (
  noun: string,
  shown: ReadonlyMap<string, unknown>,
  rebuilt: ReadonlyMap<string, unknown>,
): readonly string[] =>
  [...new Set([...shown.keys(), ...rebuilt.keys()])]
    .filter((id) => !isSame(shown.get(id), rebuilt.get(id)))
    .map((id) => `${noun} ${id} ${difference(shown.get(id), rebuilt.get(id))}.`);

const difference = (shown: unknown, rebuilt: unknown): string => {
  if (shown === undefined) return 'is not listed';
  if (rebuilt === undefined) return 'is listed, but nothing ever happened to it';
  const [left, right] = [shown, rebuilt].map((item) => new Map(Object.entries(item as object)));
  const fields = [...new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])];
  const differing = fields.filter((field) => !isSame(left?.get(field), right?.get(field)));
  const each = differing.map(
    (field) => `${field} ${JSON.stringify(left?.get(field))}, and not ${JSON.stringify(right?.get(field))}`,
  );
  return `is listed with ${each.join('; ')}`;
};
