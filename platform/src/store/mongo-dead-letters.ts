// Dead letters on MongoDB, in the service's own database.
import type { Db } from 'mongodb';
import type { DeadLetter, DeadLetters } from './dead-letters.ts';
import { guarded } from './mongo-errors.ts';

/** A document holds 16 MiB and a character up to 3 bytes: a body beyond this is cut, or it could never be kept. */
const MAX_BODY = 4 * 1024 * 1024;

export const mongoDeadLetters = (db: Db): DeadLetters => {
  const letters = db.collection<DeadLetter>('deadLetters');
  return {
    add: (letter) =>
      guarded(async () => {
        const { _id, count, ...rest } = cut(letter);
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

const cut = <L extends Pick<DeadLetter, 'body' | 'reason'>>(letter: L): L =>
  letter.body.length <= MAX_BODY
    ? letter
    : {
        ...letter,
        body: letter.body.slice(0, MAX_BODY),
        reason: `${letter.reason} (body of ${letter.body.length} characters was cut)`,
      };
