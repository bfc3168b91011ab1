// Two places of one read model, compared byte for byte.
import type { ViewDocument, Views } from '../../views/views.ts';

/** The first field that differs of one document; a document that is missing differs as a whole, and has no field. */
export interface Difference {
  readonly document: string;
  readonly field?: string;
  /** As JSON; left out where it is missing. */
  readonly live?: string;
  readonly rebuilt?: string;
}

const PAGE = 100;

/** Ids of all documents that are not equal byte for byte, ascending; of two places that nobody writes to these are the differences. */
export async function* unequalIn(
  views: Pick<Views, 'find'>,
  live: string,
  rebuilt: string,
): AsyncGenerator<string> {
  const [ours, theirs] = [documentsIn(views, live), documentsIn(views, rebuilt)];
  let [a, b] = [(await ours.next()).value, (await theirs.next()).value];
  for (let id = firstOf(a, b); id !== undefined; id = firstOf(a, b)) {
    const [one, other] = [a, b].map((document) => (document?._id === id ? document : undefined));
    if (!one || !other || bytesOf(one) !== bytesOf(other)) yield id;
    if (one) a = (await ours.next()).value;
    if (other) b = (await theirs.next()).value;
  }
}

/** The id that comes first; nothing if there is no document any more. */
const firstOf = (a: ViewDocument | undefined, b: ViewDocument | undefined): string | undefined => {
  const ids = [a, b].flatMap((document) => document?._id ?? []);
  return ids.sort()[0];
};

async function* documentsIn(
  views: Pick<Views, 'find'>,
  place: string,
): AsyncGenerator<ViewDocument, undefined> {
  for (let after = ''; ;) {
    const page = await views.find<ViewDocument>(place, { after, limit: PAGE });
    yield* page;
    const last = page.at(-1);
    if (!last) return undefined;
    after = last._id;
  }
}

/** MongoDB keeps `_id` first, and everything else in the order in which it was written. */
export const bytesOf = ({ _id, ...content }: ViewDocument): string => JSON.stringify({ _id, ...content });

/** The first field in which two documents differ; nothing if they are equal byte for byte. */
export const differenceOf = (
  document: string,
  live: ViewDocument | undefined,
  rebuilt: ViewDocument | undefined,
): Difference | undefined => {
  if (!live || !rebuilt) return live || rebuilt ? { document, ...jsonOf(live, rebuilt) } : undefined;
  if (bytesOf(live) === bytesOf(rebuilt)) return undefined;
  const field = firstDifference(live, rebuilt) ?? 'the order of its fields';
  return { document, field, ...jsonOf(valueAt(live, field), valueAt(rebuilt, field)) };
};

const jsonOf = (live: unknown, rebuilt: unknown): Pick<Difference, 'live' | 'rebuilt'> => ({
  ...(live !== undefined && { live: JSON.stringify(live) }),
  ...(rebuilt !== undefined && { rebuilt: JSON.stringify(rebuilt) }),
});

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** `lines.0.quantity` */
const firstDifference = (a: unknown, b: unknown): string | undefined => {
  if (!isObject(a) || !isObject(b)) return undefined;
  for (const field of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (JSON.stringify(a[field]) === JSON.stringify(b[field])) continue;
    const deeper = firstDifference(a[field], b[field]);
    return deeper === undefined ? field : `${field}.${deeper}`;
  }
  return undefined;
};

const valueAt = (value: unknown, field: string): unknown =>
  field.split('.').reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), value);
