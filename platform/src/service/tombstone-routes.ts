// Forgetting, as whoever operates a service asks for it: what ended long ago goes, and a tombstone says so for ever.
import { ForgottenDto, TombstoneDto } from '@saga-lab/contracts/dtos/operation';
import { pageOf } from '@saga-lab/contracts/dtos/page';
import { Id } from '@saga-lab/contracts/primitives';
import { z } from 'zod';
import { cursorsOf } from '../http/routes/cursor.ts';
import { pageFrom, PageQuery } from '../http/routes/pages.ts';
import { Problem } from '../http/routes/problem.ts';
import { route, type Route } from '../http/routes/route.ts';
import type { Forget } from '../runtime/forgetting.ts';
import type { Ids } from '../runtime/ports.ts';
import type { CommitStore } from '../store/store.ts';

export interface TombstoneParts {
  readonly service: string;
  readonly store: CommitStore;
  readonly ids: Ids;
  readonly forget?: Forget | undefined;
}

export const tombstoneRoutes = (parts: TombstoneParts): readonly Route[] => [
  listTombstones(parts),
  forgetSome(parts),
];

const listTombstones = ({ store, service, ids }: TombstoneParts): Route => {
  const cursors = cursorsOf({ service, path: '/tombstones', ids });
  return route({
    method: 'get',
    path: '/tombstones',
    summary: 'What was forgotten, ascending by correlation id: only this is left of it',
    admin: true,
    query: PageQuery,
    responses: { 200: { description: 'One page', schema: pageOf(TombstoneDto) } },
    handle: async ({ query: { after, limit } }) => {
      const found = await store.allTombstones(cursors.positionOf(after), limit);
      const { items, next } = pageFrom(found, limit, ({ correlationId }) => cursors.of(correlationId));
      const shown = items.map(({ requests, ...rest }) => ({ ...rest, requests: requests.length }));
      return { status: 200, body: { items: shown, next } };
    },
  });
};

/** Most of them in one request: each takes a few reads and two writes. */
const MOST = 100;

const forgetSome = ({ forget }: TombstoneParts): Route =>
  route({
    method: 'post',
    path: '/tombstones',
    summary: 'Deletes all commits of each correlation for good, where it ended longer ago than the retention',
    admin: true,
    body: z.strictObject({ correlationIds: z.array(Id).min(1).max(MOST) }),
    responses: {
      200: { description: 'What became of each; asking again is harmless', schema: ForgottenDto },
      409: { description: 'The service has no retention (RETENTION_MS), so everything is kept' },
    },
    handle: async ({ body: { correlationIds } }) => {
      if (!forget)
        throw new Problem(
          409,
          'NO_RETENTION',
          'This service keeps everything: it is started without RETENTION_MS.',
        );
      const items = [];
      for (const correlationId of correlationIds)
        items.push({ correlationId, ...(await forget(correlationId)) });
      return { status: 200, body: { items } };
    },
  });
