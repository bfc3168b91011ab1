// What the lists of a system come to: how many of each status, where the money and the stock are. Each thing adds its part, so
// sums of parts of a history may be added up.
import type { Rebuilt } from '../checker/facts.ts';

/** `orders PENDING` -> how many; `accounts balance` -> how much; `accounts` -> how many. */
export type Sums = Readonly<Record<string, number>>;

export type List = keyof Rebuilt;

const quantities: Readonly<Partial<Record<List, readonly string[]>>> = {
  accounts: ['opening', 'balance', 'charged', 'refunded', 'held'],
  stock: ['onHand', 'available', 'reserved', 'shipped'],
};

/** Of one thing as its list shows it; nothing of what is not shown. */
export const partOf = (list: List, item: unknown): Sums => {
  if (item === undefined) return {};
  const fields = item as Readonly<Record<string, unknown>>;
  const counted = quantities[list];
  if (!counted) return { [`${list} ${String(fields.status)}`]: 1 };
  const amounts = counted.map((field) => [`${list} ${field}`, Number(fields[field])] as const);
  return { [list]: 1, ...Object.fromEntries(amounts) };
};

/** Without what comes to 0. @param times -1 takes `more` away. */
export const added = (sums: Sums, more: Sums, times = 1): Sums => {
  const total: Record<string, number> = { ...sums };
  for (const [name, value] of Object.entries(more)) {
    const sum = (total[name] ?? 0) + times * value;
    if (sum === 0) Reflect.deleteProperty(total, name);
    else total[name] = sum;
  }
  return total;
};

export const sumsOf = (shown: Rebuilt): Sums =>
  Object.entries(shown).reduce<Sums>(
    (sums, [list, items]) =>
      [...items.values()].reduce<Sums>((all, item) => added(all, partOf(list as List, item)), sums),
    {},
  );
