// Where two JSON values differ. A field that is `undefined` counts as left out, as JSON has it.

export interface Difference {
  /** `events[0].data.amount`; empty: the values themselves. */
  readonly path: string;
  readonly left: unknown;
  readonly right: unknown;
}

/** In the order of the left value's fields, then of those that only the right one has; of lists, by index. */
export const firstDifference = (left: unknown, right: unknown, path = ''): Difference | undefined => {
  if (left === right) return undefined;
  if (!isObject(left) || !isObject(right) || Array.isArray(left) !== Array.isArray(right))
    return { path, left, right };
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const found = firstDifference(left[key], right[key], pathTo(path, key, left));
    if (found) return found;
  }
  return undefined;
};

export const isSame = (left: unknown, right: unknown): boolean => firstDifference(left, right) === undefined;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const pathTo = (path: string, key: string, parent: object): string => {
  if (Array.isArray(parent)) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
};
