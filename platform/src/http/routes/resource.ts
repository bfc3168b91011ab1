// A kind of thing that a service keeps, as its read routes know it.
import type { ForgottenThingDto } from '@saga-lab/contracts/dtos/operation';
import type { z } from 'zod';
import type { Tombstone } from '../../store/forgetting.ts';
import type { ViewDocument } from '../../views/views.ts';
import type { RouteContext } from './context.ts';
import { Problem } from './problem.ts';
import type { Correctable } from './valid-past.ts';

/** A kind of thing that a service keeps: one stream and one document of a read model for each. */
export interface Resource<D extends ViewDocument, Item extends z.ZodType = z.ZodType> extends Correctable<D> {
  /** For people: `order`. */
  readonly name: string;
  /** `/orders` */
  readonly path: string;
  /** Name of the path's parameter, and its schema: `{ orderId: Id }`. */
  readonly id: Readonly<Record<string, z.ZodType<string>>>;
  /** What is answered, and how a document becomes that. */
  readonly item: Item;
  readonly show: (document: D) => z.infer<Item>;
}

export type ReadParts = Pick<RouteContext, 'views' | 'readModels' | 'store' | 'service' | 'ids'>;

/** `/orders/:orderId` */
export const pathOfOne = ({ path, id }: Pick<Resource<ViewDocument>, 'path' | 'id'>): string =>
  `${path}/:${Object.keys(id).join()}`;

/** Why there is nothing: 410 for a thing that was forgotten, 404 for one that never was. */
export const noSuchThing = async (
  store: Pick<ReadParts['store'], 'tombstones'>,
  name: string,
  id: string,
): Promise<Problem> => {
  const [tombstone] = await store.tombstones([id]);
  return tombstone === undefined
    ? new Problem(404, 'NOT_FOUND', `There is no ${name} ${id}.`)
    : forgottenThing(name, id, tombstone);
};

export const forgottenThing = (
  name: string,
  id: string,
  { endedAt, forgottenAt, commits }: Tombstone,
): Problem =>
  new Problem(
    410,
    'FORGOTTEN',
    `The ${name} ${id} ended at ${inWords(endedAt)}. What had happened to it was forgotten at ${inWords(forgottenAt)}, as nothing is kept for longer.`,
    { forgotten: { endedAt, forgottenAt, commits } satisfies ForgottenThingDto },
  );

const inWords = (instant: number): string => new Date(instant).toISOString();

/** `thing`: `stock of lamp`; `last`: its last version. */
export const noSuchVersion = (thing: string, last: number, version: number): Problem =>
  new Problem(
    404,
    'NO_SUCH_VERSION',
    `The ${thing} has the versions 1 to ${last}: there is no version ${version}.`,
  );
