// Requests by chance: what a route describes, what it nearly describes, and what nobody would think of.
import fc from 'fast-check';
import type { DescribedRoute, Parameter, Schema } from './described.ts';
import { pathWith } from './described.ts';

/** By the name of a parameter or field: things that are there. */
export type KnownIds = Readonly<Record<string, string>>;

export interface RandomRequest {
  readonly start: string;
  readonly lines: readonly string[];
  readonly body: string;
}

const oddities = [
  '',
  ' ',
  '.',
  '..',
  '../x',
  '__proto__',
  'constructor',
  'toString',
  '$where',
  '{"$ne":null}',
  '[$gt]',
  '\0',
  '\u202e',
  '\u{1f600}',
  '%',
  '%zz',
  '%00',
  'NaN',
  'null',
  '-1',
  '1e309',
  '9007199254740993',
  "';--",
  '(a+)+$',
  '<script>',
  'at:0.0',
  'at:4294967295.0',
  '8264',
  'x'.repeat(300),
  'x'.repeat(3_000),
];
const oddText = fc.oneof(
  fc.constantFrom(...oddities),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);
const oddValue: fc.Arbitrary<unknown> = fc.oneof(oddText, fc.jsonValue({ maxDepth: 3 }), fc.double());

const rarely = 1;
const often = 8;

/** Mostly what the schema asks for; nearly always in parts. */
const valueOf = (schema: Schema, name: string, known: KnownIds): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: often, arbitrary: described(schema, name, known) },
    { weight: rarely, arbitrary: oddValue },
  );

const described = (schema: Schema, name: string, known: KnownIds): fc.Arbitrary<unknown> => {
  if (schema.oneOf) return fc.oneof(...schema.oneOf.map((one) => described(one, name, known)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.type === 'integer') return integer(schema);
  if (schema.type === 'array')
    return fc.array(valueOf(schema.items ?? {}, name, known), { minLength: 1, maxLength: 3 });
  if (schema.type === 'object') return object(schema, known);
  return text(schema, name, known);
};

const integer = ({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Schema) =>
  fc.oneof(
    { weight: often, arbitrary: fc.integer({ min: minimum, max: maximum }) },
    { weight: rarely, arbitrary: fc.constantFrom(minimum, maximum) },
    { weight: rarely, arbitrary: fc.constantFrom(minimum - 1, maximum + 1) },
  );

const text = ({ pattern = '^[ -~]{1,30}$' }: Schema, name: string, known: KnownIds) => {
  const matching = fc.stringMatching(new RegExp(pattern));
  const there = known[name];
  return there === undefined ? matching : fc.oneof(fc.constant(there), matching);
};

const object = ({ properties = {} }: Schema, known: KnownIds) => {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, valueOf(schema, name, known)]),
  );
  const all = fc.record(fields);
  return fc.oneof(
    { weight: often, arbitrary: all },
    { weight: rarely, arbitrary: fc.record(fields, { requiredKeys: [] }) },
    { weight: rarely, arbitrary: fc.tuple(all, oddText).map(([good, key]) => ({ ...good, [key]: 1 })) },
  );
};

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
/** Halves of characters become U+FFFD on the way. */
const encoded = (value: unknown): string => encodeURIComponent(Buffer.from(written(value)).toString());
/** On one line, or it would be several headers. */
const inHeader = (value: unknown): string => written(value).replaceAll(/[\r\n]/g, ' ');

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** Pairs of a name and a value; some are left out. */
const some = (parameters: readonly Parameter[], known: KnownIds) =>
  fc
    .tuple(
      ...parameters.map(({ name, schema }) =>
        optional(fc.tuple(fc.constant(name), valueOf(schema, name, known))),
      ),
    )
    .map((pairs) => pairs.filter((pair) => pair !== undefined));

const queryOf = (parameters: readonly Parameter[], known: KnownIds) =>
  fc
    .tuple(
      some(parameters, known),
      fc.oneof(
        { weight: often, arbitrary: fc.constant([]) },
        { weight: rarely, arbitrary: fc.array(fc.tuple(oddText, oddText), { maxLength: 2 }) },
      ),
    )
    .map(([own, odd]) =>
      [...own, ...odd].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&'),
    );

const bodyOf = (schema: Schema | undefined, known: KnownIds): fc.Arbitrary<string> => {
  const odd = fc.oneof(fc.constant(''), fc.json(), oddText);
  if (!schema)
    return fc.oneof({ weight: often, arbitrary: fc.constant('') }, { weight: rarely, arbitrary: odd });
  const good = described(schema, '', known).map((value) => JSON.stringify(value));
  return fc.oneof({ weight: often, arbitrary: good }, { weight: rarely, arbitrary: odd });
};

const contentType = fc.oneof(
  { weight: often, arbitrary: fc.constant('application/json') },
  { weight: rarely, arbitrary: fc.constantFrom('text/plain', 'application/json; charset=utf-16', '') },
);

export const randomRequests = (
  { method, path, parameters, body }: DescribedRoute,
  known: KnownIds,
): fc.Arbitrary<RandomRequest> => {
  const at = (place: Parameter['in']) => parameters.filter((each) => each.in === place);
  const inPath = fc.record(
    Object.fromEntries(at('path').map(({ name, schema }) => [name, valueOf(schema, name, known)])),
  );
  return fc
    .tuple(
      inPath,
      queryOf(at('query'), known),
      some(at('header'), known),
      fc.tuple(bodyOf(body, known), contentType),
    )
    .map(([ids, query, headers, [content, type]]) => ({
      start: `${method} ${pathWith(path, (name) => encoded(ids[name]))}${query === '' ? '' : `?${query}`}`,
      lines: [
        ...headers.map(([name, value]) => `${name}: ${inHeader(value)}`),
        ...(content === '' ? [] : [`Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(content)}`]),
      ],
      body: content,
    }));
};
