// Whether a JSON value has the shape that is relied on: the first place where it has not, in words.

/** `undefined`: nothing is wrong. Otherwise what follows the name of the value: `.events[0].data is no object`. */
export type Shape = (value: unknown) => string | undefined;

const shape =
  (noun: string, isIt: (value: unknown) => boolean): Shape =>
  (value) =>
    isIt(value) ? undefined : ` is no ${noun}`;

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
  (value) =>
    value === undefined ? undefined : of(value);

export const listOf =
  (of: Shape): Shape =>
  (value) => {
    if (!Array.isArray(value)) return ' is no list';
    for (const [n, item] of value.entries()) {
      const flaw = of(item);
      if (flaw !== undefined) return `[${n}]${flaw}`;
    }
    return undefined;
  };

/** An object with at least these fields. */
export const fields = (shapes: Readonly<Record<string, Shape>>): Shape => {
  const all = Object.entries(shapes);
  return (value) => {
    const noObject = object(value);
    if (noObject !== undefined) return noObject;
    for (const [field, of] of all) {
      const flaw = of((value as Readonly<Record<string, unknown>>)[field]);
      if (flaw !== undefined) return `.${field}${flaw}`;
    }
    return undefined;
  };
};
