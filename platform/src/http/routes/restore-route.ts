// The route by which a thing is brought back to an earlier version of it: by a command, decided on its present.
import { z } from 'zod';
import type { NewEvent } from '../../decider/decider.ts';
import { restorationOf } from '../../decider/restoration.ts';
import type { HoldRules, Restoration } from '../../decider/restoration.ts';
import { streamFor } from '../../views/projection.ts';
import type { ViewDocument } from '../../views/views.ts';
import type { RouteContext } from './context.ts';
import { historyCommandRoute } from './history-command.ts';
import { noSuchThing, noSuchVersion } from './resource.ts';
import type { ReadParts, Resource } from './resource.ts';
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
    undoneSince: z
      .boolean()
      .default(false)
      .describe(
        'Whether the sagas of all orders that took something only since then have ended, and nothing of them is to remain',
      ),
  });

/** For the description of 409: who stands in the way, all of them. */
export const WHERE_ALL_ARE = '`history?after=<toVersion>` shows what all orders took since';

type Body = z.infer<ReturnType<typeof bodyOf>>;

/** What a request asks for, and what the history says to that. */
interface Asked<S> extends Omit<Restoration<S>, 'state'> {
  readonly id: string;
  readonly by: string;
  readonly body: Body;
  readonly state: S;
}

/** How a kind of thing is brought back: the command is made of what its history says. */
export interface RestoreCommand<
  S,
  E extends NewEvent,
  D extends ViewDocument = ViewDocument,
  Item extends z.ZodType = z.ZodType,
> {
  readonly resource: Resource<D, Item>;
  readonly rules: HoldRules<S, E>;
  readonly toMessage: (asked: Asked<S>) => { readonly type: string; readonly data: unknown };
}

interface Restoring<
  S,
  E extends NewEvent,
  D extends ViewDocument,
  Item extends z.ZodType,
> extends RestoreCommand<S, E, D, Item> {
  readonly summary: string;
  /** When it is answered with 409. */
  readonly impossible: string;
  readonly orderId: z.ZodType<string>;
}

/** `POST /stock/:sku/restore` */
export const restoreRoute = <S, E extends NewEvent, D extends ViewDocument, Item extends z.ZodType>(
  context: RouteContext,
  { resource, rules, summary, impossible, orderId, toMessage }: Restoring<S, E, D, Item>,
): Route =>
  historyCommandRoute(context, {
    resource,
    name: 'restore',
    path: 'restore',
    summary,
    body: bodyOf(orderId),
    responses: {
      200: { description: `The ${resource.name}, brought back`, schema: resource.item },
      409: { description: impossible },
    },
    toMessage: (asked) => restoreMessage(context.store, { resource, rules, toMessage }, asked),
  });

/** What is asked for of one thing. */
export interface RestoreAsked {
  readonly id: string;
  readonly by: string;
  readonly body: Body;
}

/** @throws Problem 404 for a thing that is not there, and for a version that it never had. */
export const restoreMessage = async <S, E extends NewEvent, D extends ViewDocument, Item extends z.ZodType>(
  store: Pick<ReadParts['store'], 'load' | 'tombstones'>,
  { resource: { name, projection }, rules, toMessage }: RestoreCommand<S, E, D, Item>,
  { id, by, body }: RestoreAsked,
): Promise<{ readonly type: string; readonly data: unknown }> => {
  const { toVersion } = body;
  const { events } = await store.load(streamFor(projection, id), 0);
  const { state, ...rest } = restorationOf(
    rules,
    events as unknown as Parameters<typeof restorationOf<S, E>>[1],
    toVersion,
    body,
  );
  if (state === undefined) throw await noSuchThing(store, name, id);
  if (toVersion > rest.seen) throw noSuchVersion(`${name} ${id}`, rest.seen, toVersion);
  return toMessage({ state, ...rest, id, by, body });
};
