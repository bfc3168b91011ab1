// What changed about one thing between two moments; or what became known meanwhile about an instant.
import { DiffDto } from '@saga-lab/contracts/dtos/history';
import { z } from 'zod';
import type { Fold } from '../../views/projection.ts';
import type { ViewDocument } from '../../views/views.ts';
import { AsOf, pastMoment, pastTime, ValidAt } from './moments.ts';
import { mustBeThere } from './past-routes.ts';
import { invalidQuery } from './problem.ts';
import { pathOfOne } from './resource.ts';
import type { ReadParts, Resource } from './resource.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';
import { validPastOf } from './valid-past.ts';

const DiffQuery = z.strictObject({
  from: AsOf.optional().describe('A version or a time, as `asOf`; left out: before there was anything'),
  to: AsOf.optional().describe('The same; left out: now'),
  validAt: ValidAt.optional().describe(
    'A time with its zone (2026-01-31T12:00:00Z): what was known about it at either moment, with corrections; left out: each about itself',
  ),
});

/** `GET /orders/:orderId/diff?from=&to=&validAt=` */
export const diffRoute = <D extends ViewDocument, Item extends z.ZodType>(
  resource: Resource<D, Item>,
  parts: ReadParts,
): Route => {
  const { store } = parts;
  const then = validPastOf(resource, parts);
  const at = async (id: string, { field, text, validAt }: Side): Promise<Known<D>> => {
    const moment = await pastMoment(store, field, text);
    const { known, fold } = await then(id, {
      known: moment,
      ...(validAt !== undefined && { validAt: await pastTime(store, 'validAt', validAt) }),
    });
    await mustBeThere({ ...parts, resource }, id, { moment, known });
    return { ...fold, known };
  };
  return route({
    method: 'get',
    path: `${pathOfOne(resource)}/diff`,
    summary: `What changed about the ${resource.name} between two moments`,
    params: z.strictObject(resource.id),
    query: DiffQuery,
    responses: {
      200: { description: 'Both states, and every field that differs', schema: DiffDto(resource.item) },
    },
    handle: async ({ params, query: { from, to, validAt } }) => {
      const id = Object.values(params).join();
      const now = new Date(await store.now()).toISOString();
      const later = await at(id, { field: 'to', text: to ?? now, validAt });
      const earlier = from === undefined ? NOTHING : await at(id, { field: 'from', text: from, validAt });
      if (earlier.known > later.known)
        throw invalidQuery('from', `is version ${earlier.known}, behind version ${later.known} of \`to\``);
      const [before, after] = [shown(resource, earlier), shown(resource, later)];
      return {
        status: 200,
        body: { from: before, to: after, changes: changesBetween(before.item, after.item) },
      };
    },
  });
};

/** One of two moments that are compared. */
interface Side {
  readonly field: 'from' | 'to';
  readonly text: string;
  readonly validAt: string | undefined;
}

/** `known`: the last version that was known. */
interface Known<D extends ViewDocument> extends Fold<D> {
  readonly known: number;
}

const NOTHING = { version: 0, at: 0, document: undefined, known: 0 };

const shown = <D extends ViewDocument, Item extends z.ZodType>(
  { show }: Resource<D, Item>,
  { version, document }: Fold<D>,
) => ({ version, ...(document && { item: show(document) }) });

/** Of the fields of two answers, those that are not the same. */
const changesBetween = (before: unknown, after: unknown) => {
  const [earlier, later] = [before, after].map((item) => new Map(Object.entries(item ?? {})));
  const fields = [...new Set([...(earlier?.keys() ?? []), ...(later?.keys() ?? [])])];
  return fields
    .map((field) => ({ field, from: earlier?.get(field) as unknown, to: later?.get(field) as unknown }))
    .filter(({ field, from, to }) => field !== 'version' && JSON.stringify(from) !== JSON.stringify(to));
};
