// What the routes of a service answer about the past: one thing, and a page of things.
import type { Page } from '@saga-lab/contracts/dtos/page';
import type { z } from 'zod';
import type { Tombstone } from '../../store/forgetting.ts';
import { streamFor } from '../../views/projection.ts';
import type { ViewDocument } from '../../views/views.ts';
import { cursorsOf } from './cursor.ts';
import { momentsIn } from './moments.ts';
import type { Moments, MomentsQuery, PastMoment } from './moments.ts';
import { Problem } from './problem.ts';
import { forgottenThing, noSuchThing, noSuchVersion } from './resource.ts';
import type { ReadParts, Resource } from './resource.ts';
import type { FoldThen } from './valid-past.ts';

/** @throws Problem 404 for a version that there is not, and for a time before there was anything; 410 for what was forgotten. */
export const showPast = async <D extends ViewDocument, Item extends z.ZodType>(
  { resource, store, then }: PastParts<D, Item>,
  id: string,
  moments: Moments,
): Promise<z.infer<Item>> => {
  const { name, show } = resource;
  const { known, fold } = await then(id, moments);
  await mustBeThere({ resource, store }, id, { moment: moments.known, known });
  if (fold.document) return show(fold.document);
  throw new Problem(404, 'NOT_FOUND', `There was no ${name} ${id} yet ${inWords(moments)}.`);
};

interface Stored<D extends ViewDocument, Item extends z.ZodType> extends Pick<ReadParts, 'store'> {
  readonly resource: Resource<D, Item>;
}

export interface PastParts<D extends ViewDocument, Item extends z.ZodType> extends Stored<D, Item> {
  readonly then: FoldThen<D>;
}

const inWords = ({ known: { version, time }, validAt }: Moments): string => {
  const instant = validAt ?? time;
  const at = instant === undefined ? '' : `at ${new Date(instant).toISOString()}`;
  return version === undefined ? at : `${at} at version ${version}`.trim();
};

interface Found {
  readonly moment: PastMoment;
  readonly known: number;
}

/** @throws Problem 404 for a thing that never was, and for a version that it does not have; 410 for what was forgotten. */
export const mustBeThere = async <D extends ViewDocument, Item extends z.ZodType>(
  { resource: { name, projection }, store }: Stored<D, Item>,
  id: string,
  { moment: { version = 0 }, known }: Found,
): Promise<void> => {
  if (known === 0 && (await store.grown([streamFor(projection, id)])).size === 0)
    throw await noSuchThing(store, name, id);
  if (known < version) throw noSuchVersion(`${name} ${id}`, known, version);
};

/** One page as of a time looks at so many things, and folds so many at the same time. */
const LOOKED_AT = 100;
const AT_ONCE = 10;

interface PastPage {
  readonly moments: MomentsQuery;
  readonly where: Readonly<Record<string, string | undefined>>;
  readonly after: string | undefined;
  readonly limit: number;
}

/**
 * Filters hold for what things were then, so a page may have fewer items than asked for, or none, and still a `next`. The read
 * model says which things there are: nothing that ever was is missing there, but for what it has not seen yet.
 */
export const pastPage = async <D extends ViewDocument, Item extends z.ZodType>(
  { resource, then }: Omit<PastParts<D, Item>, 'store'>,
  { views, store, service, ids }: ReadParts,
  { moments: asked, where, after, limit }: PastPage,
): Promise<Page<z.infer<Item>>> => {
  const cursors = cursorsOf({ service, path: resource.path, where: { ...where, ...asked }, ids });
  const position = cursors.positionOf(after);
  const moments = (await momentsIn(store, asked)) ?? { known: {} };
  const known = await views.find<D>(resource.projection.view, {
    limit: LOOKED_AT,
    ...(position !== undefined && { after: position }),
  });
  const found: ShownThen<Item>[] = [];
  for (let n = 0; n < known.length && found.length < limit; n += AT_ONCE) {
    const some = known.slice(n, n + AT_ONCE);
    found.push(...(await shownThen({ resource, then, store }, some, { moments, where })));
  }
  const page = found.slice(0, limit);
  const last = page.length === limit ? page.at(-1)?.id : lastOfMany(known);
  return { items: page.map(({ item }) => item), ...(last !== undefined && { next: cursors.of(last) }) };
};

/** Behind which there may be more. */
const lastOfMany = (known: readonly ViewDocument[]): string | undefined =>
  known.length === LOOKED_AT ? known.at(-1)?._id : undefined;

interface ShownThen<Item extends z.ZodType> {
  readonly id: string;
  readonly item: z.infer<Item>;
}

const shownThen = async <D extends ViewDocument, Item extends z.ZodType>(
  { resource, then, store }: PastParts<D, Item>,
  things: readonly D[],
  { moments, where }: Pick<PastPage, 'where'> & { readonly moments: Moments },
): Promise<readonly ShownThen<Item>[]> => {
  const folds = await Promise.all(things.map(async (now) => ({ now, ...(await then(now._id, moments)) })));
  const empty = folds.filter(({ known }) => known === 0).map(({ now }) => now._id);
  const stones = empty.length > 0 ? await store.tombstones(empty) : [];
  const forgotten = new Map(stones.map((stone) => [stone.correlationId, stone]));
  return folds.flatMap(({ now, fold: { document } }) => {
    const stone = forgotten.get(now._id);
    const shown = stone ? unlessBefore(resource.name, now, { stone, moments }) : document;
    return shown && matches(shown, where) ? [{ id: now._id, item: resource.show(shown) }] : [];
  });
};

/** What was forgotten is as it was at its end ever since. @throws Problem 410 for a time before that. */
const unlessBefore = <D extends ViewDocument>(
  name: string,
  now: D,
  { stone, moments: { known, validAt } }: { readonly stone: Tombstone; readonly moments: Moments },
): D => {
  const instants = [known.time, validAt].filter((instant) => instant !== undefined);
  if (instants.every((instant) => instant >= stone.endedAt)) return now;
  throw forgottenThing(name, now._id, stone);
};

const matches = (document: ViewDocument, where: PastPage['where']): boolean =>
  Object.entries(where).every(
    ([field, wanted]) => wanted === undefined || Reflect.get(document, field) === wanted,
  );
