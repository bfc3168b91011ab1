// What data look like, learned from examples, so that data of another look are noticed.

/** What is known of one value: which kinds it has been of, and for objects which fields it had, always or sometimes. */
export interface Shape {
  readonly kinds: ReadonlySet<string>;
  readonly fields: ReadonlyMap<string, { readonly shape: Shape; readonly always: boolean }>;
  /** Of the elements of an array, once there was any. */
  readonly items: Shape | undefined;
}

const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => kindOf(value) === 'object';

export const shapeOf = (examples: readonly unknown[]): Shape => {
  const objects = examples.filter(isObject);
  const elements = examples.filter((value) => Array.isArray(value)).flat() as readonly unknown[];
  const names = new Set(objects.flatMap((value) => Object.keys(value)));
  const field = (name: string) => {
    const having = objects.filter((value) => name in value);
    const shape = shapeOf(having.map((value) => value[name]));
    return [name, { shape, always: having.length === objects.length }] as const;
  };
  return {
    kinds: new Set(examples.map(kindOf)),
    fields: new Map([...names].map(field)),
    items: elements.length > 0 ? shapeOf(elements) : undefined,
  };
};

/** What of a value is not as the examples were: each with its path. */
export const differencesFrom = (shape: Shape, value: unknown, path = 'data'): readonly string[] => {
  const kind = kindOf(value);
  if (!shape.kinds.has(kind)) return [`${path} is of type ${kind}, and was ${[...shape.kinds].join(' or ')}`];
  if (Array.isArray(value))
    return value.flatMap((item, n) =>
      shape.items ? differencesFrom(shape.items, item, `${path}[${n}]`) : [],
    );
  return isObject(value) ? differencesInside(shape, value, path) : [];
};

const differencesInside = (
  { fields }: Shape,
  value: Readonly<Record<string, unknown>>,
  path: string,
): readonly string[] => [
  ...[...fields].flatMap(([name, { shape, always }]) => {
    if (name in value) return differencesFrom(shape, value[name], `${path}.${name}`);
    return always ? [`${path}.${name} is missing`] : [];
  }),
  ...Object.keys(value).flatMap((name) => (fields.has(name) ? [] : [`${path}.${name} is new`])),
];
