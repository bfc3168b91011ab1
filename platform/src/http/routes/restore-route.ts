// The route by which a thing is brought back to an earlier version of it: by a command, decided on its present.
import { z } from 'zod';
import type { NewEvent } from '../../decider/decider.ts';
import { restorationOf } from '../../decider/restoration.ts';
import type { HoldRules, Restoration } from '../../decider/restoration.ts';
import { streamOf } from '../../decider/streams.ts';
import type { ViewDocument } from '../../views/views.ts';
import { submit } from './context.ts';
import type { RouteContext } from './context.ts';
import { httpMessage, IdempotencyHeaders } from './http-message.ts';
import { OperatorHeaders } from './operator.ts';
import { Problem } from './problem.ts';
import { showCurrent } from './read-routes.ts';
import { pathOfOne } from './resource.ts';
import type { Resource } from './resource.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';

const common = {
  toVersion: z.int().min(1).describe('A version of it, as its history counts them'),
  reason: z.string().trim().min(1).max(500),
};

const bodyOf = (orderId: z.ZodType<string>) =>
  z.strictObject({
    ...common,
    undone: z
      .array(orderId)
      .max(1_000)
      .default([])
      .describe('Orders whose sagas have ended, and of which nothing is to remain here, whenever they were'),
  });

type Body = z.infer<ReturnType<typeof bodyOf>>;

/** What a request asks for, and what the history says to that. */
interface Asked<S> extends Omit<Restoration<S>, 'state'> {
  readonly id: string;
  readonly by: string;
  readonly body: Body;
  readonly state: S;
}

interface Restoring<S, E extends NewEvent, D extends ViewDocument, Item extends z.ZodType> {
  readonly resource: Resource<D, Item>;
  readonly rules: HoldRules<S, E>;
  readonly summary: string;
  /** When it is answered with 409. */
  readonly impossible: string;
  readonly orderId: z.ZodType<string>;
  readonly toMessage: (asked: Asked<S>) => { readonly type: string; readonly data: unknown };
}

/** Between reading the history and deciding, others may write: so often it is read again. */
const TRIES = 20;

/**
 * `POST /stock/:sku/restore`. The decider decides on the version that the history was read up to, and on no other: two that come at
 * once are decided one after the other.
 */
export const restoreRoute = <S, E extends NewEvent, D extends ViewDocument, Item extends z.ZodType>(
  context: RouteContext,
  { resource, rules, summary, impossible, orderId, toMessage }: Restoring<S, E, D, Item>,
): Route =>
  route({
    method: 'post',
    path: `${pathOfOne(resource)}/restore`,
    summary,
    admin: true,
    params: z.strictObject(resource.id),
    headers: z.object({ ...IdempotencyHeaders.shape, ...OperatorHeaders.shape }),
    body: bodyOf(orderId),
    responses: {
      200: { description: `The ${resource.name}, brought back`, schema: resource.item },
      404: { description: 'There is no such thing, or it never had that version' },
      409: { description: impossible },
      422: { description: 'The Idempotency-Key was used with another body' },
    },
    handle: async ({ params, headers, body, traceparent }) => {
      const id = Object.values(params).join();
      const { 'x-operator': by, 'idempotency-key': key } = headers;
      await asLongAsItChanges(async () => {
        const restoration = await restorationIn(context, { resource, rules, id, body });
        const { category } = resource.projection;
        const message = httpMessage(context, {
          route: `restore-${category}`,
          subject: id,
          key,
          correlationId: id,
          body,
          traceparent,
          ...toMessage({ ...restoration, id, by, body }),
        });
        await submit(context, message);
      });
      return { status: 200, body: await showCurrent(resource, context, id) };
    },
  });

const asLongAsItChanges = async (attempt: () => Promise<void>): Promise<void> => {
  for (let n = 1; ; n += 1) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (n === TRIES || !(error instanceof Problem) || error.code !== 'CHANGED_MEANWHILE') throw error;
    }
  }
};

interface Wanted<S, E extends NewEvent, D extends ViewDocument> {
  readonly resource: Resource<D>;
  readonly rules: HoldRules<S, E>;
  readonly id: string;
  readonly body: Pick<Body, 'toVersion' | 'undone'>;
}

/** @throws Problem 404 for a thing that is not there, and for a version that it never had. */
const restorationIn = async <S, E extends NewEvent, D extends ViewDocument>(
  { store }: Pick<RouteContext, 'store'>,
  { resource: { name, projection }, rules, id, body: { toVersion, undone } }: Wanted<S, E, D>,
) => {
  const { events } = await store.load(streamOf(projection.category, id), 0);
  const { state, ...rest } = restorationOf(
    rules,
    events as unknown as Parameters<typeof restorationOf<S, E>>[1],
    toVersion,
    undone,
  );
  if (state === undefined) throw new Problem(404, 'NOT_FOUND', `There is no ${name} ${id}.`);
  if (toVersion > rest.seen)
    throw new Problem(
      404,
      'NO_SUCH_VERSION',
      `The ${name} ${id} has the versions 1 to ${rest.seen}: there is no version ${toVersion}.`,
    );
  return { state, ...rest };
};
