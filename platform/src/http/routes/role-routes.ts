// Where an order of another protocol than the saga is at one service that plays a role, and what a person may say about it.
import { OneOrder, RoleDto } from '@saga-lab/contracts/dtos/role';
import { z } from 'zod';
import type { DatedEvent } from '../../decider/decider.ts';
import { streamOf } from '../../decider/streams.ts';
import { submit } from './context.ts';
import type { RouteContext } from './context.ts';
import { httpMessage } from './http-message.ts';
import { OperatorHeaders } from './operator.ts';
import { noSuchThing } from './resource.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';

type Shown = Omit<RoleDto, 'orderId' | 'version'>;

/** What a role notes of an order in its stream, folded; its protocol is the category of that stream. */
interface View<P extends Shown> {
  readonly protocol: string;
  readonly apply: (before: P | undefined, event: DatedEvent) => P;
}

export interface Roles<P extends Shown> {
  /** `/holds` */
  readonly path: string;
  /** For people: `hold for order`. */
  readonly name: string;
  readonly views: readonly View<P>[];
}

type Found<P> = P & { readonly version: number };

/** Under whatever protocol the order is. @throws Problem 404 */
const find = async <P extends Shown>(
  { name, views }: Roles<P>,
  { store }: RouteContext,
  orderId: string,
): Promise<Found<P>> => {
  for (const { protocol, apply } of views) {
    const { events } = await store.load(streamOf(protocol, orderId), 0);
    const progress = events.reduce<P | undefined>(apply, undefined);
    if (progress) return { ...progress, version: events.length };
  }
  throw await noSuchThing(store, name, orderId);
};

const shown = (orderId: string, { protocol, status, role, since, version }: Found<Shown>): RoleDto => ({
  orderId,
  protocol,
  status,
  role,
  since,
  version,
});

/** `GET /holds/:orderId` */
export const roleRoute = <P extends Shown>(context: RouteContext, roles: Roles<P>): Route =>
  route({
    method: 'get',
    path: `${roles.path}/:orderId`,
    summary: `The ${roles.name} as it is now, of another protocol than the saga`,
    params: OneOrder,
    responses: { 200: { description: `The ${roles.name}`, schema: RoleDto } },
    handle: async ({ params: { orderId } }) => ({
      status: 200,
      body: shown(orderId, await find(roles, context, orderId)),
    }),
  });

export interface ByHand<P extends Shown> {
  readonly roles: Roles<P>;
  /** Last part of the path: `commit`. */
  readonly act: string;
  readonly summary: string;
  readonly done: string;
  readonly impossible: string;
  /** The message `<protocol>.<type>` for what is found. @throws Problem where nothing can be said about that. */
  readonly toMessage: (asked: Asked, found: P) => { readonly type: string; readonly data: object };
}

export interface Asked {
  readonly orderId: string;
  readonly reason: string;
  readonly by: string;
}

/** `POST /holds/:orderId/commit {reason}` */
export const byHandRoute = <P extends Shown>(context: RouteContext, given: ByHand<P>): Route =>
  route({
    method: 'post',
    path: `${given.roles.path}/:orderId/${given.act}`,
    summary: given.summary,
    admin: true,
    params: OneOrder,
    headers: OperatorHeaders,
    body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
    responses: {
      200: { description: given.done, schema: RoleDto },
      409: { description: given.impossible },
    },
    handle: async ({ params: { orderId }, headers, body: { reason }, traceparent }) => {
      const found = await find(given.roles, context, orderId);
      const { type, data } = given.toMessage({ orderId, reason, by: headers['x-operator'] }, found);
      const message = httpMessage(context, {
        route: `by-hand-${given.act}`,
        subject: orderId,
        correlationId: orderId,
        traceparent,
        seen: headers['x-lamport'],
        type: `${found.protocol}.${type}`,
        data,
      });
      await submit(context, { ...message, sagaId: orderId });
      return { status: 200, body: shown(orderId, await find(given.roles, context, orderId)) };
    },
  });
