// The routes by which every service shows what it keeps: one thing, a list of things, the history of one thing.
import { EventDto } from '@saga-lab/contracts/dtos/history';
import { pageOf } from '@saga-lab/contracts/dtos/page';
import { z } from 'zod';
import { folded, streamFor } from '../../views/projection.ts';
import type { Projection } from '../../views/projection.ts';
import type { ViewDocument } from '../../views/views.ts';
import { atLeast, atLeastParameter, tooEarly } from './at-least.ts';
import { cursorsOf, invalidAfter } from './cursor.ts';
import { pageFrom, pageParameters } from './pages.ts';
import { AsOf, momentParameters, momentsIn, ValidAt } from './moments.ts';
import { pastPage, showPast } from './past-routes.ts';
import { Problem } from './problem.ts';
import { noSuchThing, pathOfOne } from './resource.ts';
import type { ReadParts, Resource } from './resource.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';
import { validPastOf } from './valid-past.ts';

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
  const { events } = await store.load(streamFor(projection, id), known?.version ?? 0);
  return folded(projection, id, events, known);
};

/** @throws Problem 404, or 410 for what was forgotten */
export const showCurrent = async <D extends ViewDocument, Item extends z.ZodType>(
  resource: Resource<D, Item>,
  parts: Pick<ReadParts, 'views' | 'store'>,
  id: string,
): Promise<z.infer<Item>> => {
  return showKnown(resource, parts, { id, document: await current(resource.projection, parts, id) });
};

/** @throws Problem 404, 410; 503 NOT_YET */
const showAtLeast = async <D extends ViewDocument, Item extends z.ZodType>(
  resource: Resource<D, Item>,
  parts: ReadParts,
  { id, version }: { readonly id: string; readonly version: number | undefined },
): Promise<z.infer<Item>> => {
  const { name, projection } = resource;
  const stream = streamFor(projection, id);
  const asked = { name: `${name} ${id}`, stream, version, ...parts.readModels };
  const document = await atLeast(asked, () => current(projection, parts, id));
  return showKnown(resource, parts, { id, document });
};

const showKnown = async <D extends ViewDocument, Item extends z.ZodType>(
  { name, show }: Resource<D, Item>,
  { store }: Pick<ReadParts, 'store'>,
  { id, document }: { readonly id: string; readonly document: D | undefined },
): Promise<z.infer<Item>> => {
  if (!document) throw await noSuchThing(store, name, id);
  return show(document);
};

const OneQuery = z
  .strictObject({ ...atLeastParameter, asOf: AsOf.optional(), validAt: ValidAt.optional() })
  .refine(({ asOf, validAt, atLeast: wanted }) => wanted === undefined || (asOf ?? validAt) === undefined, {
    path: ['atLeast'],
    error: 'the past is not waited for: leave `asOf` and `validAt`, or `atLeast`, out',
  });

/** `GET /orders/:orderId` */
export const documentRoute = <D extends ViewDocument, Item extends z.ZodType>(
  resource: Resource<D, Item>,
  parts: ReadParts,
): Route => {
  const { store } = parts;
  const past = { resource, store, then: validPastOf(resource, parts) };
  return route({
    method: 'get',
    path: pathOfOne(resource),
    summary: `The ${resource.name} as it is now, or as it was`,
    params: z.strictObject(resource.id),
    query: OneQuery,
    responses: { 200: { description: `The ${resource.name}`, schema: resource.item }, ...tooEarly },
    handle: async ({ params, query: { atLeast: version, ...asked } }) => {
      const id = Object.values(params).join();
      const moments = await momentsIn(store, asked);
      const body = moments
        ? await showPast(past, id, moments)
        : await showAtLeast(resource, parts, { id, version });
      return { status: 200, body };
    },
  });
};

/** What a query of a list may answer beside a page. */
export const stillFilling = {
  503: {
    description: 'The list is new, and being filled from the history (`READ_MODEL_FILLING`); ask again later',
  },
};

/** A list that shows only a part would look like one that shows all. @throws Problem 503 READ_MODEL_FILLING */
export const refuseWhileFilling = (
  { isFilling }: ReadParts['readModels'],
  { view }: Pick<Projection, 'view'>,
): void => {
  if (isFilling(view))
    throw new Problem(503, 'READ_MODEL_FILLING', `The read model ${view} is being filled from the history.`);
};

/**
 * `GET /orders`: the read model's documents, ascending by id; `filters` are equalities on fields of a document. As of a time: all
 * that there were then, each folded from its stream.
 */
export const listRoute = <D extends ViewDocument, Item extends z.ZodType>(
  resource: Resource<D, Item>,
  parts: ReadParts,
  filters: Readonly<Record<string, z.ZodType<string | undefined>>> = {},
): Route => {
  const then = validPastOf(resource, parts);
  return route({
    method: 'get',
    path: resource.path,
    summary: `A page of them, ascending by id, as they are now or as they were`,
    query: z.strictObject({ ...filters, ...pageParameters, ...momentParameters }),
    responses: { 200: { description: 'One page', schema: pageOf(resource.item) }, ...stillFilling },
    handle: async ({ query: { asOf, validAt, after, limit, ...where } }) => {
      refuseWhileFilling(parts.readModels, resource.projection);
      const page = { where, after, limit };
      const body =
        (asOf ?? validAt) === undefined
          ? await presentPage(resource, parts, page)
          : await pastPage({ resource, then }, parts, { ...page, moments: { asOf, validAt } });
      return { status: 200, body };
    },
  });
};

interface PresentPage {
  readonly where: Readonly<Record<string, string>>;
  readonly after: string | undefined;
  readonly limit: number;
}

const presentPage = async <D extends ViewDocument, Item extends z.ZodType>(
  { path, projection, show }: Resource<D, Item>,
  { views, service, ids }: ReadParts,
  { where, after: cursor, limit }: PresentPage,
) => {
  const cursors = cursorsOf({ service, path, where, ids });
  const after = cursors.positionOf(cursor);
  const documents = await views.find<D>(projection.view, {
    where,
    limit,
    ...(after !== undefined && { after }),
  });
  const { items, next } = pageFrom(documents, limit, ({ _id }) => cursors.of(_id));
  return { items: items.map(show), next };
};

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
      const [stream, version] = [streamFor(resource.projection, id), Number(after)];
      // With the event of that version itself, which must be there.
      const { events } = await store.load(stream, Math.max(version - 1, 0), version + limit);
      if (events.length === 0)
        throw (await store.grown([stream])).size === 0
          ? await noSuchThing(store, resource.name, id)
          : invalidAfter(`is no version of this ${resource.name}`);
      const items = events.filter((event) => event.version > version).map(({ stream: _, ...event }) => event);
      return { status: 200, body: pageFrom(items, limit, (event) => String(event.version)) };
    },
  });
