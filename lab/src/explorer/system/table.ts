// Values by number: whatever is equal has the same number, so that a state of a whole system is a short list of numbers.
// This is exact, not a hash: no two states are ever taken for one. Source of the idea: collapse compression, G. J. Holzmann,
// State Compression in SPIN, SPIN 1997.

export interface Table<T> {
  /** From 1; the same for all equal values. */
  readonly numberOf: (value: T) => number;
  /** @throws Error for a number that nobody was given. */
  readonly at: (number: number) => T;
}

/** A number must fit into one character of a key. */
const MOST = 0xffff;

/** Of values that are plain data. */
export const table = <T>(): Table<T> => {
  const values: T[] = [];
  const known = new Map<string, number>();
  return {
    numberOf: (value) => {
      const text = canonical(value);
      const before = known.get(text);
      if (before !== undefined) return before;
      if (values.length >= MOST)
        throw new Error(`more than ${MOST} different values: the world is too large`);
      values.push(value);
      known.set(text, values.length);
      return values.length;
    },
    at: (number) => {
      const value = values[number - 1];
      if (value === undefined) throw new Error(`no value has the number ${number}`);
      return value;
    },
  };
};

/** JSON with the keys of every object in order. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
