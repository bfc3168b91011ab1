// Dead letters on MongoDB, in the service's own database.
import type { Db } from 'mongodb';
import type { DeadLetter, DeadLetters } from './dead-letters.ts';
import { asNow } from './earlier-dead-letters.ts';
import type { EarlierLetter } from './earlier-dead-letters.ts';
import { guarded } from './mongo-errors.ts';

export const mongoDeadLetters = (db: Db): DeadLetters => {
  const letters = db.collection<DeadLetter | EarlierLetter>('deadLetters');
  return {
    add: ({ _id, count, ...rest }) =>
      guarded(async () => {
        await letters.updateOne({ _id }, { $setOnInsert: rest, $inc: { count } }, { upsert: true });
      }),
    list: (after = '', limit) =>
      guarded(async () => {
        const behind = letters.find({ _id: { $gt: after } });
        const page = await behind.sort({ _id: 1 }).limit(limit).toArray();
        return page.map(asNow);
      }),
    get: (id) =>
      guarded(async () => {
        const letter = await letters.findOne({ _id: id });
        return letter ? asNow(letter) : undefined;
      }),
    noteReplay: (id, replay) =>
      guarded(async () => {
        await letters.updateOne({ _id: id }, { $push: { replays: replay } });
      }),
    count: () => guarded(() => letters.countDocuments()),
  };
};
