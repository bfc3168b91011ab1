// Where an order of another protocol than the saga is at one service that plays a role, and what a person may say about it.
import { OneOrder } from '@saga-lab/contracts/dtos/role';
import { z } from 'zod';
import { streamOf } from '../../decider/streams.ts';
import { folded } from '../../views/projection.ts';
import type { ViewDocument } from '../../views/views.ts';
import { submit } from './context.ts';
import type { RouteContext } from './context.ts';
import { httpMessage } from './http-message.ts';
import { OperatorHeaders } from './operator.ts';
import { listRoute } from './read-routes.ts';
import { noSuchThing } from './resource.ts';
import type { Resource } from './resource.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';

/** What a role notes of an order in its stream, folded; its protocol is the category of that stream. */
export interface RoleDocument extends ViewDocument {
  readonly protocol: string;
}

/** Of all roles that a service plays, or of all whom it has decide: `/holds`, `/transactions`. */
export type Roles<D extends RoleDocument, Item extends z.ZodType> = Resource<D, Item>;

const protocolsOf = <D extends RoleDocument>({ projection }: Pick<Resource<D>, 'projection'>) =>
  [projection.category].flat();

/** Under whatever protocol the order is. @throws Problem 404 */
const find = async <D extends RoleDocument>(
  roles: Pick<Resource<D>, 'projection' | 'name'>,
  { store }: RouteContext,
  orderId: string,
): Promise<D> => {
  for (const protocol of protocolsOf(roles)) {
    const stream = streamOf(protocol, orderId);
    const { events } = await store.load(stream, 0);
    const document = folded(roles.projection, stream, events);
    if (document) return document;
  }
  throw await noSuchThing(store, roles.name, orderId);
};

/** `GET /holds?protocol=&status=`, and `GET /holds/:orderId` */
export const roleRoutes = <D extends RoleDocument, Item extends z.ZodType>(
  context: RouteContext,
  roles: Roles<D, Item>,
  status: z.ZodType<string>,
): readonly Route[] => [
  listRoute(roles, context, {
    protocol: z.enum(protocolsOf(roles)).optional(),
    status: status.optional(),
  }),
  route({
    method: 'get',
    path: `${roles.path}/:orderId`,
    summary: `The ${roles.name} as it is now, of another protocol than the saga`,
    params: OneOrder,
    responses: { 200: { description: `The ${roles.name}`, schema: roles.item } },
    handle: async ({ params: { orderId } }) => ({
      status: 200,
      body: roles.show(await find(roles, context, orderId)),
    }),
  }),
];

export interface ByHand<D extends RoleDocument, Item extends z.ZodType, Body> {
  readonly roles: Roles<D, Item>;
  /** Last part of the path: `commit`. */
  readonly act: string;
  readonly summary: string;
  readonly done: string;
  readonly impossible: string;
  readonly body: z.ZodType<Body>;
  /** The message `<protocol>.<type>` for what is found. @throws Problem where nothing can be said about that. */
  readonly toMessage: (asked: Body & Asked, found: D) => { readonly type: string; readonly data: object };
}

export interface Asked {
  readonly orderId: string;
  readonly by: string;
}

/**
 * `POST /holds/:orderId/commit {reason}`. There is one such message for an order: asked a second time, it is answered as the first time,
 * whoever asks, and has no second effect.
 */
export const byHandRoute = <D extends RoleDocument, Item extends z.ZodType, Body extends object>(
  context: RouteContext,
  given: ByHand<D, Item, Body>,
): Route =>
  route({
    method: 'post',
    path: `${given.roles.path}/:orderId/${given.act}`,
    summary: given.summary,
    admin: true,
    params: OneOrder,
    headers: OperatorHeaders,
    body: given.body,
    responses: {
      200: { description: given.done, schema: given.roles.item },
      409: { description: given.impossible },
    },
    handle: async ({ params: { orderId }, headers, body, traceparent }) => {
      const found = await find(given.roles, context, orderId);
      const { type, data } = given.toMessage({ ...body, orderId, by: headers['x-operator'] }, found);
      const message = httpMessage(context, {
        route: `by-hand-${given.act}`,
        subject: orderId,
        key: given.act,
        correlationId: orderId,
        traceparent,
        seen: headers['x-lamport'],
        type: `${found.protocol}.${type}`,
        data,
      });
      await submit(context, { ...message, sagaId: orderId });
      return { status: 200, body: given.roles.show(await find(given.roles, context, orderId)) };
    },
  });
