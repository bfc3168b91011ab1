// Lists whose items are rows beside a document: the lines of one thing, and rows of all things.
import { pageOf } from '@saga-lab/contracts/dtos/page';
import { z } from 'zod';
import { streamFor, unfolded } from '../../views/projection.ts';
import type { Projection, RowDocument } from '../../views/projection.ts';
import type { ViewDocument } from '../../views/views.ts';
import { atLeast, atLeastParameter, tooEarly } from './at-least.ts';
import { cursorsOf } from './cursor.ts';
import { pageFrom, pageParameters } from './pages.ts';
import { refuseWhileFilling, stillFilling } from './read-routes.ts';
import { noSuchThing } from './resource.ts';
import type { ReadParts } from './resource.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';

interface Rows<D extends ViewDocument, R extends RowDocument, Item extends z.ZodType> {
  readonly path: string;
  readonly summary: string;
  readonly item: Item;
  readonly show: (row: R) => z.infer<Item>;
  readonly projection: Projection<D>;
}

/** The lines of one thing. */
export interface LinesResource<
  D extends ViewDocument,
  R extends RowDocument,
  Item extends z.ZodType,
> extends Rows<D, R, Item> {
  /** Of the thing, for people. */
  readonly name: string;
  readonly id: Readonly<Record<string, z.ZodType<string>>>;
}

/** `GET /accounts/:customerId/statement`: rows as they were kept, and behind them what the stream holds beyond. */
export const linesRoute = <D extends ViewDocument, R extends RowDocument, Item extends z.ZodType>(
  resource: LinesResource<D, R, Item>,
  parts: ReadParts,
): Route => {
  const { path, name, projection, show, item } = resource;
  const { service, ids, readModels } = parts;
  return route({
    method: 'get',
    path,
    summary: resource.summary,
    params: z.strictObject(resource.id),
    query: z.strictObject({ ...pageParameters, ...atLeastParameter }),
    responses: { 200: { description: 'One page', schema: pageOf(item) }, ...tooEarly },
    handle: async ({ params, query: { after: cursor, limit, atLeast: version } }) => {
      refuseWhileFilling(readModels, projection);
      const id = Object.values(params).join();
      const cursors = cursorsOf({ service, path: `${path} ${id}`, ids });
      const after = cursors.positionOf(cursor);
      const asked = { name: `${name} ${id}`, stream: streamFor(projection, id), version };
      const there = await atLeast({ ...asked, reached: readModels.reached }, () =>
        beyond(projection, parts, id),
      );
      if (!there) throw await noSuchThing(parts.store, name, id);
      const kept = await parts.views.find<R>(projection.view, {
        where: { of: id },
        limit,
        ...(after !== undefined && { after }),
      });
      const { items, next } = pageFrom(
        withNewer(kept, there.rows as readonly R[], { after, limit }),
        limit,
        ({ _id }) => cursors.of(_id),
      );
      return { status: 200, body: { items: items.map(show), next } };
    },
  });
};

/** Rows that the read model may not have yet, and the version of the thing with them; nothing if there is no such thing. */
const beyond = async <D extends ViewDocument>(
  projection: Projection<D>,
  { views, store }: Pick<ReadParts, 'views' | 'store'>,
  id: string,
): Promise<{ readonly version: number; readonly rows: readonly RowDocument[] } | undefined> => {
  const [known] = await views.get<D>(projection.view, [id]);
  const { events } = await store.load(streamFor(projection, id), known?.version ?? 0);
  const { document, rows } = unfolded(projection, id, events, known);
  return document && { version: document.version, rows };
};

interface Range {
  readonly after: string | undefined;
  readonly limit: number;
}

const withNewer = <R extends RowDocument>(
  kept: readonly R[],
  newer: readonly R[],
  { after = '', limit }: Range,
) => {
  const known = new Set(kept.map(({ _id }) => _id));
  const all = [...kept, ...newer.filter(({ _id }) => _id > after && !known.has(_id))];
  return all.sort((a, b) => (a._id < b._id ? -1 : 1)).slice(0, limit);
};

/** Rows of all things, and by which fields of theirs they may be asked for. */
export interface RowsResource<
  D extends ViewDocument,
  R extends RowDocument,
  Item extends z.ZodType,
> extends Rows<D, R, Item> {
  readonly filters: Readonly<Record<string, z.ZodType<string | undefined>>>;
  /** Parameter of the request -> field of a row. */
  readonly fields: Readonly<Record<string, string>>;
}

/** `GET /sales`: ascending by thing and key, as the read model shows them. */
export const rowsRoute = <D extends ViewDocument, R extends RowDocument, Item extends z.ZodType>(
  { path, summary, filters, fields, item, show, projection }: RowsResource<D, R, Item>,
  { views, readModels, service, ids }: ReadParts,
): Route =>
  route({
    method: 'get',
    path,
    summary,
    query: z.strictObject({ ...filters, ...pageParameters }),
    responses: { 200: { description: 'One page', schema: pageOf(item) }, ...stillFilling },
    handle: async ({ query: { after: cursor, limit, ...asked } }) => {
      refuseWhileFilling(readModels, projection);
      const cursors = cursorsOf({ service, path, where: asked, ids });
      const after = cursors.positionOf(cursor);
      const where = Object.fromEntries(
        Object.entries(asked).map(([name, value]) => [fields[name] ?? name, String(value)]),
      );
      const rows = await views.find<R>(projection.view, {
        where: { kind: 'row', ...where },
        limit,
        ...(after !== undefined && { after }),
      });
      const { items, next } = pageFrom(rows, limit, ({ _id }) => cursors.of(_id));
      return { status: 200, body: { items: items.map(show), next } };
    },
  });
