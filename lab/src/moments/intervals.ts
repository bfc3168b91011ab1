// From when to when something of a saga was under way, and which sagas that were at a moment, found without looking at all others.
// Source: H.-P. Kriegel, M. Pötke, T. Seidl, Managing Intervals Efficiently in Object-Relational Databases, VLDB 2000.
import type { DatabaseSync } from 'node:sqlite';
import type { Axis } from './ranges.ts';

export interface Interval {
  readonly lower: number;
  /** No longer under way; left out: still. */
  readonly upper?: number | undefined;
}

/** Of those that have not ended; no fork is below 0. */
const OPEN = -1;
/** Halvings of the whole numbers that JavaScript holds exactly. */
const HALVINGS = 53;

/** Of the numbers from `lower` to `upper` the one with the greatest power of 2 in it: there is only one, and 0 has them all. */
export const forkOf = (lower: number, upper: number): number => {
  let fork = upper;
  for (let unit = 2; fork > 0; unit *= 2) {
    const multiple = Math.floor(upper / unit) * unit;
    if (multiple < lower) return fork;
    fork = multiple;
  }
  return fork;
};

/** Where all intervals with this number in them have their forks. */
export const forksAround = (number: number): readonly number[] =>
  [0].concat(
    Array.from({ length: HALVINGS }, (_, n) => {
      const unit = 2 ** n;
      const multiple = Math.floor(number / unit);
      return (multiple % 2 === 0 ? multiple + 1 : multiple) * unit;
    }),
  );

interface Row {
  readonly saga: string;
}

export const intervals = (db: DatabaseSync) => {
  const put = db.prepare('INSERT OR REPLACE INTO intervals VALUES (?, ?, ?, ?, ?)');
  const known = db.prepare("SELECT 1 FROM intervals WHERE axis = 'lamport' AND saga = ?");
  const find = (index: string, bound: string) =>
    db.prepare(
      `SELECT saga FROM intervals INDEXED BY ${index}
       WHERE axis = ? AND node = ? AND ${bound} AND lower <= ? AND (upper IS NULL OR upper > ?)`,
    );
  const leftOf = find('intervals_upper', 'upper > ?');
  const rightOf = find('intervals_lower', 'lower <= ?');

  return {
    put: (axis: Axis, saga: string, { lower, upper }: Interval): void => {
      const fork = upper === undefined ? OPEN : forkOf(Math.floor(lower), Math.floor(upper));
      put.run(axis, saga, fork, lower, upper ?? null);
    },
    isKnown: (saga: string): boolean => known.get(saga) !== undefined,
    /** From its lower end on, and not at its upper. */
    around: (axis: Axis, value: number): readonly string[] =>
      [OPEN, ...forksAround(Math.floor(value))].flatMap((fork) => {
        const query = fork === OPEN || fork > value ? rightOf : leftOf;
        const rows = query.all(axis, fork, value, value, value) as unknown as readonly Row[];
        return rows.map(({ saga }) => saga);
      }),
  };
};
export type Intervals = ReturnType<typeof intervals>;
