// Facts that got broken on their way: parts dropped, doubled, or replaced by whatever JSON can hold.
import fc from 'fast-check';

/** One change, somewhere: `where` chooses among all places that there are. */
export interface Garble {
  readonly where: number;
  readonly how: 'drop' | 'double' | 'replace';
  readonly by: unknown;
}

/** What stands where something else should; also objects that cannot be made into text or a number. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(null, '', 'x', 0, -1, 1.5, 1e308, true, [], {}, [null], 'toString', '__proto__'),
  fc.constant({ toString: 1, valueOf: 1 }),
  fc.jsonValue({ maxDepth: 2 }),
);

export const garbles: fc.Arbitrary<readonly Garble[]> = fc.array(
  fc.record({
    where: fc.nat({ max: 1_000_000 }),
    how: fc.constantFrom('drop', 'double', 'replace'),
    by: anything,
  }),
  { minLength: 1, maxLength: 8 },
);

type Json = Record<string, unknown> | unknown[];

/** A copy of a JSON value with every change made, one after the other. */
export const garbled = <T>(value: T, changes: readonly Garble[]): T => {
  const copy = JSON.parse(JSON.stringify(value)) as Json;
  for (const change of changes) garble(copy, change);
  return copy as T;
};

interface Place {
  readonly parent: Json;
  readonly key: string;
}

const garble = (value: Json, { where, how, by }: Garble): void => {
  const places = placesIn(value);
  const place = places[where % Math.max(1, places.length)];
  if (!place) return;
  const { parent, key } = place;
  if (how === 'replace') (parent as Record<string, unknown>)[key] = structuredClone(by);
  else if (!Array.isArray(parent)) Reflect.deleteProperty(parent, key);
  else if (how === 'drop') parent.splice(Number(key), 1);
  else parent.splice(Number(key), 0, structuredClone(parent[Number(key)]));
};

/** Every field and item below, but not what holds all of it together. */
const placesIn = (value: unknown): readonly Place[] => {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Json;
  return Object.entries(parent).flatMap(([key, child]) => [{ parent, key }, ...placesIn(child)]);
};
