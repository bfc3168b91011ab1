// What of commits is sent, written into them.
import type { AnyBulkWriteOperation, Filter } from 'mongodb';
import type { WrittenMark } from './mongo-open-covers.ts';
import type { StoredCommit } from './mongo-schema.ts';

/** One update for all commits that are done, alike, and have as many entries; one for each that is not; in one round trip. */
export const markUpdates = (marks: readonly WrittenMark[]): AnyBulkWriteOperation<StoredCommit>[] => {
  const done = Map.groupBy(
    marks.filter(({ pendingAt }) => pendingAt === undefined),
    ({ sent, cover }) => `${sent.length} ${cover ?? ''}`,
  );
  const open = marks.filter(({ pendingAt }) => pendingAt !== undefined);
  return [
    ...[...done.values()].map((alike) => ({ updateMany: wholly(alike) })),
    ...open.map((mark) => ({ updateOne: { filter: filterOf([mark]), update: partly(mark) } })),
  ];
};

/** Who does not know that a commit covers others does not mark it: they would be covered no more. */
const filterOf = (alike: readonly WrittenMark[]): Filter<StoredCommit> => ({
  _id: { $in: alike.map(({ id }) => id) },
  ...(alike[0]?.cover === undefined && { covers: { $exists: false } }),
});

/** Not made of what is there, which costs the database more: nothing that is marked is missing in it. */
const wholly = (alike: readonly WrittenMark[]) => ({
  filter: filterOf(alike),
  update: {
    $set: { sent: alike[0]?.sent ?? [] },
    $unset: { pendingAt: true, claim: true, covers: true },
  } as const,
});

const partly = ({ sent, pendingAt, cover }: WrittenMark) => {
  const before = { $ifNull: ['$sent', []] };
  // One that is covered has neither.
  const isDone = { $and: [{ $eq: [{ $type: '$pendingAt' }, 'missing'] }, { $isArray: '$sent' }] };
  const isAll = { $gte: [{ $size: '$sent' }, { $size: '$outbox' }] };
  return [
    {
      $set: {
        sent: { $sortArray: { input: { $setUnion: [before, [...sent]] }, sortBy: 1 } },
        pendingAt: { $cond: [isDone, '$$REMOVE', pendingAt] },
        ...(cover === 'ends' && { covers: '$$REMOVE' }),
      },
    },
    // One that covers others needs its instant, whatever is left of itself.
    ...(cover === 'covers' ? [] : [{ $set: { pendingAt: { $cond: [isAll, '$$REMOVE', '$pendingAt'] } } }]),
  ];
};
