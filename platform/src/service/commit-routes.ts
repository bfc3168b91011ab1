// The history of a service as it was committed: all of it, or what one request led to.
import { CommitDto, PlacedCommitDto } from '@saga-lab/contracts/dtos/history';
import { pageOf } from '@saga-lab/contracts/dtos/page';
import { Id } from '@saga-lab/contracts/primitives';
import { z } from 'zod';
import { PermanentError } from '../decider/errors.ts';
import { cursorsOf, invalidAfter } from '../http/routes/cursor.ts';
import { pageFrom, PageQuery } from '../http/routes/pages.ts';
import { route, type Route } from '../http/routes/route.ts';
import type { Ids } from '../runtime/ports.ts';
import type { Commit } from '../store/commit.ts';
import type { CausalPosition, CommitStore } from '../store/store.ts';

export interface CommitParts {
  readonly service: string;
  readonly store: CommitStore;
  readonly ids: Ids;
}

export const commitRoutes = (parts: CommitParts): readonly Route[] => [
  listCommits(parts),
  listCorrelated(parts),
];

const listCommits = ({ store, service, ids }: CommitParts): Route => {
  const cursors = cursorsOf({ service, path: '/commits', ids });
  return route({
    method: 'get',
    path: '/commits',
    summary:
      'The whole history, in an order that stays and in which causes come first, with the state of every outbox',
    admin: true,
    query: PageQuery,
    responses: {
      200: {
        description: 'One page; the last page names its end too, so that one can wait for more',
        schema: pageOf(PlacedCommitDto),
      },
    },
    handle: async ({ query: { after, limit } }) => {
      const { commits } = await store.page(cursors.positionOf(after), limit).catch(refuseLost);
      const items = commits.map(({ commit, position }) => ({ ...commit, position: cursors.of(position) }));
      return { status: 200, body: pageFrom(items, 1, ({ position }) => position) };
    },
  });
};

/** Such as a place behind the end, in data that were put back to an earlier state. */
const refuseLost = (error: unknown): never => {
  if (!(error instanceof PermanentError)) throw error;
  throw invalidAfter('is no place in this history; read it again from the beginning');
};

const listCorrelated = ({ store, service, ids }: CommitParts): Route =>
  route({
    method: 'get',
    path: '/correlations/:correlationId/commits',
    summary: 'What one request led to, such as one saga: each commit behind what caused it',
    admin: true,
    params: z.strictObject({ correlationId: Id }),
    query: PageQuery,
    responses: {
      200: {
        description: 'One page; an empty one if this service knows nothing of it',
        schema: pageOf(CommitDto),
      },
    },
    handle: async ({ params: { correlationId }, query: { after, limit } }) => {
      const path = `/correlations/${correlationId}/commits`;
      const cursors = cursorsOf({ service, path, ids });
      const items = await store.correlated(correlationId, parsed(cursors.positionOf(after)), limit);
      return { status: 200, body: pageFrom(items, limit, (commit) => cursors.of(positionOf(commit))) };
    },
  });

const positionOf = ({ lamport, _id }: Commit): string => JSON.stringify({ lamport, id: _id });

/** A cursor is believed only with its checksum, so this is what `positionOf` made. */
const parsed = (position: string | undefined): CausalPosition | undefined =>
  position === undefined ? undefined : (JSON.parse(position) as CausalPosition);
