// The routes by which every service shows what it keeps: one thing, a list of things, the history of one thing.
import { EventDto } from '@saga-lab/contracts/dtos/history';
import { pageOf } from '@saga-lab/contracts/dtos/page';
import { streamOf } from '../../decider/streams.ts';
import { z } from 'zod';
import { folded } from '../../views/projection.ts';
import type { Projection } from '../../views/projection.ts';
import type { ViewDocument } from '../../views/views.ts';
import type { RouteContext } from './context.ts';
import { cursorsOf, invalidAfter } from './cursor.ts';
import { pageFrom, pageParameters } from './pages.ts';
import { Problem } from './problem.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';

/** A kind of thing that a service keeps: one stream and one document of a read model for each. */
export interface Resource<D extends ViewDocument, Item extends z.ZodType = z.ZodType> {
  /** For people: `order`. */
  readonly name: string;
  /** `/orders` */
  readonly path: string;
  /** Name of the path's parameter, and its schema: `{ orderId: Id }`. */
  readonly id: Readonly<Record<string, z.ZodType<string>>>;
  /** What is answered, and how a document becomes that. */
  readonly item: Item;
  readonly show: (document: D) => z.infer<Item>;
  readonly projection: Projection<D>;
}

type ReadParts = Pick<RouteContext, 'views' | 'store' | 'service' | 'ids'>;

/** `/orders/:orderId` */
export const pathOfOne = ({ path, id }: Pick<Resource<ViewDocument>, 'path' | 'id'>): string =>
  `${path}/:${Object.keys(id).join()}`;

/**
 * The document as of now: the read model, and what its stream holds beyond. So whoever was told that something is
 * done sees it, however far behind the read model is.
 */
const current = async <D extends ViewDocument>(
  projection: Projection<D>,
  { views, store }: Pick<ReadParts, 'views' | 'store'>,
  id: string,
): Promise<D | undefined> => {
  const [known] = await views.get<D>(projection.view, [id]);
  const { events } = await store.load(streamOf(projection.category, id), known?.version ?? 0);
  return folded(projection, id, events, known);
};

/** @throws Problem 404 */
export const showCurrent = async <D extends ViewDocument, Item extends z.ZodType>(
  { projection, show, name }: Resource<D, Item>,
  parts: ReadParts,
  id: string,
): Promise<z.infer<Item>> => {
  const document = await current(projection, parts, id);
  if (!document) throw unknown(name, id);
  return show(document);
};

/** `GET /orders/:orderId` */
export const documentRoute = <D extends ViewDocument, Item extends z.ZodType>(
  resource: Resource<D, Item>,
  parts: ReadParts,
): Route =>
  route({
    method: 'get',
    path: pathOfOne(resource),
    summary: `The ${resource.name} as it is now`,
    params: z.strictObject(resource.id),
    responses: { 200: { description: `The ${resource.name}`, schema: resource.item } },
    handle: async ({ params }) => ({
      status: 200,
      body: await showCurrent(resource, parts, Object.values(params).join()),
    }),
  });

/** `GET /orders`: the read model's documents, ascending by id; `filters` are equalities on fields of a document. */
export const listRoute = <D extends ViewDocument, Item extends z.ZodType>(
  resource: Resource<D, Item>,
  { views, service, ids }: ReadParts,
  filters: Readonly<Record<string, z.ZodType<string | undefined>>> = {},
): Route =>
  route({
    method: 'get',
    path: resource.path,
    summary: `A page of them, ascending by id`,
    query: z.strictObject({ ...filters, ...pageParameters }),
    responses: { 200: { description: 'One page', schema: pageOf(resource.item) } },
    handle: async ({ query }) => {
      const { after: cursor, limit, ...where } = query;
      const cursors = cursorsOf({ service, path: resource.path, where, ids });
      const after = cursors.positionOf(cursor);
      const documents = await views.find<D>(resource.projection.view, {
        where,
        limit,
        ...(after !== undefined && { after }),
      });
      const { items, next } = pageFrom(documents, limit, ({ _id }) => cursors.of(_id));
      return { status: 200, body: { items: items.map(resource.show), next } };
    },
  });

const HistoryQuery = z.strictObject({
  ...pageParameters,
  after: z
    .string()
    .regex(/^\d{1,12}$/, 'must be the `next` of a page')
    .default('0')
    .describe('A version of this thing, such as the `next` of a page: the events behind it'),
});

/** `GET /orders/:orderId/history`: the events of its stream, oldest first. */
export const historyRoute = <D extends ViewDocument, Item extends z.ZodType>(
  resource: Resource<D, Item>,
  { store }: ReadParts,
): Route =>
  route({
    method: 'get',
    path: `${pathOfOne(resource)}/history`,
    summary: `Everything that ever happened to the ${resource.name}, oldest first`,
    params: z.strictObject(resource.id),
    query: HistoryQuery,
    responses: { 200: { description: 'One page of events', schema: pageOf(EventDto) } },
    handle: async ({ params, query: { after, limit } }) => {
      const id = Object.values(params).join();
      const stream = streamOf(resource.projection.category, id);
      const version = Number(after);
      // With the event of that version itself, which must be there.
      const { events } = await store.load(stream, Math.max(version - 1, 0));
      if (events.length === 0)
        throw (await store.existing([stream])).length === 0
          ? unknown(resource.name, id)
          : invalidAfter(`is no version of this ${resource.name}`);
      const items = events
        .filter((event) => event.version > version)
        .slice(0, limit)
        .map(({ stream: _, ...event }) => event);
      return { status: 200, body: pageFrom(items, limit, (event) => String(event.version)) };
    },
  });

const unknown = (name: string, id: string): Problem =>
  new Problem(404, 'NOT_FOUND', `There is no ${name} ${id}.`);
