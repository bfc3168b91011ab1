// Whether a JSON value has the shape that is relied on: the first place where it has not, in words.

/** `undefined`: nothing is wrong. `events[0].data is no object`, with the path as it is given. */
export type Shape = (value: unknown, path: string) => string | undefined;

const shape =
  (noun: string, isIt: (value: unknown) => boolean): Shape =>
  (value, path) =>
    isIt(value) ? undefined : `${path} is no ${noun}`;

export const text = shape('text', (value) => typeof value === 'string');
/** Not the empty text. */
export const name = shape('name', (value) => typeof value === 'string' && value !== '');
export const number = shape('number', (value) => typeof value === 'number' && Number.isFinite(value));
export const whole = shape('whole number', (value) => Number.isSafeInteger(value));
/** A whole number that counts from 0. */
export const version = shape('version', (value) => Number.isSafeInteger(value) && (value as number) >= 0);
export const object = shape(
  'object',
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

export const optional =
  (of: Shape): Shape =>
  (value, path) =>
    value === undefined ? undefined : of(value, path);

export const listOf =
  (of: Shape): Shape =>
  (value, path) =>
    Array.isArray(value) ? firstOf(value, (item, n) => of(item, `${path}[${n}]`)) : `${path} is no list`;

/** An object with at least these fields. */
export const fields = (shapes: Readonly<Record<string, Shape>>): Shape => {
  const all = Object.entries(shapes);
  return (value, path) => {
    const flaw = object(value, path);
    if (flaw !== undefined) return flaw;
    const of = (field: string) => (value as Readonly<Record<string, unknown>>)[field];
    return firstOf(all, ([field, shapeOf]) => shapeOf(of(field), `${path}.${field}`));
  };
};

const firstOf = <T>(
  items: readonly T[],
  flawOf: (item: T, n: number) => string | undefined,
): string | undefined => {
  for (const [n, item] of items.entries()) {
    const flaw = flawOf(item, n);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
};
