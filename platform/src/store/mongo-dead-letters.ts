// Dead letters on MongoDB, in the service's own database.
import type { Db } from 'mongodb';
import type { DeadLetter, DeadLetters } from './dead-letters.ts';
import { guarded } from './mongo-errors.ts';

export const mongoDeadLetters = (db: Db): DeadLetters => {
  const letters = db.collection<DeadLetter>('deadLetters');
  return {
    add: ({ _id, count, ...rest }) =>
      guarded(async () => {
        await letters.updateOne({ _id }, { $setOnInsert: rest, $inc: { count } }, { upsert: true });
      }),
    list: (after = '', limit) =>
      guarded(() =>
        letters
          .find({ _id: { $gt: after } })
          .sort({ _id: 1 })
          .limit(limit)
          .toArray(),
      ),
    get: (id) => guarded(async () => (await letters.findOne({ _id: id })) ?? undefined),
    noteReplay: (id, replay) =>
      guarded(async () => {
        await letters.updateOne({ _id: id }, { $push: { replays: replay } });
      }),
    count: () => guarded(() => letters.countDocuments()),
  };
};
