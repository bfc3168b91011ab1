// The routes that every service has for those who operate it.
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { PermanentError } from '../decider/errors.ts';
import { cursorsOf } from '../http/routes/cursor.ts';
import { OperatorHeaders } from '../http/routes/operator.ts';
import { pageFrom, pageOf, PageQuery } from '../http/routes/pages.ts';
import { Problem } from '../http/routes/problem.ts';
import { route, type Route } from '../http/routes/route.ts';
import type { DeadLetters } from '../store/dead-letters.ts';
import type { CommitStore } from '../store/store.ts';

export interface Operated {
  readonly service: string;
  readonly registry: Registry;
  /** Why the service cannot do its work at the moment; none: it can. */
  readonly unready: () => readonly string[];
  readonly store: CommitStore;
  readonly deadLetters: DeadLetters;
  readonly replay: (body: string) => Promise<void>;
}

export const operationRoutes = (parts: Operated): readonly Route[] => [
  livez,
  readyz(parts),
  metrics(parts),
  listDeadLetters(parts),
  showDeadLetter(parts),
  replayDeadLetter(parts),
  showOutbox(parts),
  listCommits(parts),
];

const status = <Name extends string>(name: Name) => z.strictObject({ status: z.literal(name) });

const livez = route({
  method: 'get',
  path: '/livez',
  summary: 'Whether the process runs',
  responses: { 200: { description: 'It does', schema: status('alive') } },
  handle: () => Promise.resolve({ status: 200, body: { status: 'alive' } }),
});

const readyz = ({ unready }: Operated): Route =>
  route({
    method: 'get',
    path: '/readyz',
    summary: 'Whether the service can do its work',
    responses: {
      200: { description: 'It can', schema: status('ready') },
      503: { description: 'It cannot: `reasons` says why' },
    },
    handle: () => {
      const reasons = unready();
      if (reasons.length > 0) throw new Problem(503, 'NOT_READY', reasons.join('; '), { reasons });
      return Promise.resolve({ status: 200, body: { status: 'ready' } });
    },
  });

const metrics = ({ registry }: Operated): Route =>
  route({
    method: 'get',
    path: '/metrics',
    summary: 'Figures for Prometheus',
    responses: {
      200: { description: 'Text format', schema: z.string(), contentType: registry.contentType },
    },
    handle: async () => ({ status: 200, body: await registry.metrics() }),
  });

const DeadLetterSchema = z.strictObject({
  _id: z.string(),
  queue: z.string(),
  reason: z.string(),
  body: z.string().describe('The message as it was received'),
  at: z.int().describe('When it came, milliseconds since the epoch'),
  count: z.int().describe('How often it came'),
  replays: z.array(z.strictObject({ at: z.int(), by: z.string() })).optional(),
});

const LetterId = z.strictObject({ id: z.string().min(1).max(255) });

const listDeadLetters = ({ deadLetters, service }: Operated): Route => {
  const cursors = cursorsOf({ service, path: '/dead-letters' });
  return route({
    method: 'get',
    path: '/dead-letters',
    summary: 'Messages that could not be handled; looking at them changes nothing',
    admin: true,
    query: PageQuery,
    responses: { 200: { description: 'One page', schema: pageOf(DeadLetterSchema) } },
    handle: async ({ query: { after, limit } }) => {
      const letters = await deadLetters.list(cursors.positionOf(after), limit);
      return { status: 200, body: pageFrom(letters, limit, ({ _id }) => cursors.of(_id)) };
    },
  });
};

const known = async (deadLetters: DeadLetters, id: string) => {
  const letter = await deadLetters.get(id);
  if (!letter) throw new Problem(404, 'NOT_FOUND', 'There is no dead letter of this id.');
  return letter;
};

const showDeadLetter = ({ deadLetters }: Operated): Route =>
  route({
    method: 'get',
    path: '/dead-letters/:id',
    summary: 'One message that could not be handled',
    admin: true,
    params: LetterId,
    responses: { 200: { description: 'The dead letter', schema: DeadLetterSchema } },
    handle: async ({ params }) => ({ status: 200, body: await known(deadLetters, params.id) }),
  });

const replayDeadLetter = ({ deadLetters, replay, store }: Operated): Route =>
  route({
    method: 'post',
    path: '/dead-letters/:id/replay',
    summary: 'Handles the same bytes again; doing so twice has no second effect',
    admin: true,
    params: LetterId,
    headers: OperatorHeaders,
    responses: {
      200: { description: 'It has been handled', schema: DeadLetterSchema },
      409: { description: 'It still cannot be handled' },
    },
    handle: async ({ params, headers }) => {
      const letter = await known(deadLetters, params.id);
      await replay(letter.body).catch(refuseAgain);
      await deadLetters.noteReplay(letter._id, { at: await store.now(), by: headers['x-operator'] });
      return { status: 200, body: await known(deadLetters, letter._id) };
    },
  });

const refuseAgain = (error: unknown): never => {
  if (!(error instanceof PermanentError)) throw error;
  throw new Problem(409, 'STILL_POISON', 'The message still cannot be handled.', { reason: error.message });
};

const OutboxSchema = z.strictObject({
  pending: z.int().describe('Commits with a message that is not confirmed, or a timer that is due'),
  waitedMs: z.int().describe('For how many milliseconds the oldest of them waits'),
});

const showOutbox = ({ store }: Operated): Route =>
  route({
    method: 'get',
    path: '/outbox',
    summary: 'What waits to be sent; it should drain within seconds',
    admin: true,
    responses: { 200: { description: 'How much, since when', schema: OutboxSchema } },
    handle: async () => {
      const { count: pending, waitedMs } = await store.pending();
      return { status: 200, body: { pending, waitedMs } };
    },
  });

const listCommits = ({ store, service }: Operated): Route => {
  const cursors = cursorsOf({ service, path: '/commits' });
  return route({
    method: 'get',
    path: '/commits',
    summary: 'The whole history, in the order of the feed, with the state of every outbox',
    admin: true,
    query: PageQuery,
    responses: {
      200: {
        description: 'One page; the last page names its end too, so that one can wait for more',
        schema: pageOf(z.looseObject({ _id: z.string(), position: z.string() })),
      },
      410: { description: 'There is no way on from `after`, or none from the beginning any more' },
    },
    handle: async ({ query: { after, limit } }) => {
      const { commits } = await store.page(cursors.positionOf(after), limit).catch(refuseLost);
      const items = commits.map(({ commit, position }) => ({ ...commit, position: cursors.of(position) }));
      return { status: 200, body: pageFrom(items, 1, ({ position }) => position) };
    },
  });
};

const refuseLost = (error: unknown): never => {
  if (!(error instanceof PermanentError)) throw error;
  const errors = [{ in: 'query', field: 'after', message: 'is no position that this history reaches' }];
  throw new Problem(410, error.code, error.message, { errors });
};
