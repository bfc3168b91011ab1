// Snapshots of long streams: to look at, and to throw away.
import { DroppedSnapshotsDto, SnapshotDto } from '@saga-lab/contracts/dtos/operation';
import { pageOf } from '@saga-lab/contracts/dtos/page';
import { cursorsOf } from '../http/routes/cursor.ts';
import { pageFrom, PageQuery } from '../http/routes/pages.ts';
import { route, type Route } from '../http/routes/route.ts';
import type { Ids } from '../runtime/ports.ts';
import type { CommitStore } from '../store/store.ts';

export interface SnapshotParts {
  readonly service: string;
  readonly store: CommitStore;
  readonly ids: Ids;
}

export const snapshotRoutes = (parts: SnapshotParts): readonly Route[] => [
  listSnapshots(parts),
  dropSnapshots(parts),
];

const listSnapshots = ({ store, service, ids }: SnapshotParts): Route => {
  const cursors = cursorsOf({ service, path: '/snapshots', ids });
  return route({
    method: 'get',
    path: '/snapshots',
    summary: 'Snapshots of long streams, without what is in them',
    admin: true,
    query: PageQuery,
    responses: { 200: { description: 'One page', schema: pageOf(SnapshotDto) } },
    handle: async ({ query: { after, limit } }) => {
      const kept = await store.snapshots(cursors.positionOf(after), limit);
      return { status: 200, body: pageFrom(kept, limit, ({ stream }) => cursors.of(stream)) };
    },
  });
};

const dropSnapshots = ({ store }: SnapshotParts): Route =>
  route({
    method: 'post',
    path: '/snapshots/drop',
    summary: 'Throws all snapshots away; each is made again when its stream is next loaded or grows',
    admin: true,
    responses: { 200: { description: 'How many there were', schema: DroppedSnapshotsDto } },
    handle: async () => ({ status: 200, body: { dropped: await store.dropSnapshots() } }),
  });
