// The route of a command that is decided on the present of a thing by what its history says.
import { z } from 'zod';
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
import type { ResponseDescription, Route } from './route.ts';

export interface HistoryCommand<D extends ViewDocument, Item extends z.ZodType, Body extends z.ZodType> {
  readonly resource: Resource<D, Item>;
  /** `restore`, with the category part of the message id. */
  readonly name: string;
  /** Behind the path of the thing. */
  readonly path: string;
  readonly summary: string;
  readonly body: Body;
  readonly responses: Readonly<Record<number, ResponseDescription>>;
  /** Reads the history. @throws Problem for what no decision can change. */
  readonly toMessage: (asked: AskedOf<Body>) => Promise<{ readonly type: string; readonly data: unknown }>;
}

export interface AskedOf<Body extends z.ZodType> {
  readonly id: string;
  readonly by: string;
  readonly body: z.infer<Body>;
}

/** Between reading the history and deciding, others may write: so often it is read again. */
const TRIES = 20;

/**
 * The decider decides on the version that the history was read up to, and on no other: two that come at once are decided one after the
 * other.
 */
export const historyCommandRoute = <D extends ViewDocument, Item extends z.ZodType, Body extends z.ZodType>(
  context: RouteContext,
  { resource, name, path, summary, body: schema, responses, toMessage }: HistoryCommand<D, Item, Body>,
): Route =>
  route({
    method: 'post',
    path: `${pathOfOne(resource)}/${path}`,
    summary,
    admin: true,
    params: z.strictObject(resource.id),
    headers: z.object({ ...IdempotencyHeaders.shape, ...OperatorHeaders.shape }),
    body: schema,
    responses: {
      404: { description: 'There is no such thing, or it never had that version' },
      422: { description: 'The Idempotency-Key was used with another body' },
      ...responses,
    },
    handle: async ({ params, headers, body, traceparent }) => {
      const id = Object.values(params).join();
      const { 'x-operator': by, 'x-lamport': seen, 'idempotency-key': key } = headers;
      await asLongAsItChanges(async () => {
        const message = httpMessage(context, {
          route: [name, resource.projection.category].flat().join('-'),
          subject: id,
          key,
          correlationId: id,
          body,
          traceparent,
          seen,
          ...(await toMessage({ id, by, body })),
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
