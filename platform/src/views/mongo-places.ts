// Which collection of a read model is read, on MongoDB: one document a read model, changed in single atomic steps.
import type { Db } from 'mongodb';
import { guarded } from '../store/mongo-errors.ts';
import { isPlaceOf } from './views.ts';
import type { Views } from './views.ts';

interface Moved {
  readonly _id: string;
  readonly current: string;
  readonly previous?: string;
  readonly next?: string;
}

/** No collection is ever renamed: a dead process's renaming could take effect late, and put an old one in the place of a newer. */
export const mongoPlaces = (db: Db): Pick<Views, 'places' | 'propose' | 'adopt' | 'tidy'> => {
  const moves = db.collection<Moved>('places');
  const movedFrom = (first: string) => moves.findOne({ _id: first });
  return {
    places: () =>
      guarded(async () => {
        const all = await moves.find().toArray();
        return new Map(
          all.map(({ _id, current, next }) => [_id, { current, ...(next !== undefined && { next }) }]),
        );
      }),
    propose: (first, next) =>
      guarded(async () => {
        const update = { $set: { next }, $setOnInsert: { current: first } };
        await moves.updateOne({ _id: first }, update, { upsert: true });
        const current = (await movedFrom(first))?.current ?? first;
        await copyIndexes(db, current, next);
      }),
    adopt: (first, next) =>
      guarded(async () => {
        const taken = [{ $set: { previous: '$current', current: '$next' } }, { $unset: 'next' }];
        await moves.updateOne({ _id: first, next }, taken);
        return (await movedFrom(first))?.current === next;
      }),
    tidy: (first) =>
      guarded(async () => {
        // Listed before it is known which are in use: one that is proposed meanwhile is not in the list.
        const listed = await db.listCollections({}, { nameOnly: true }).toArray();
        const { current = first, previous, next } = (await movedFrom(first)) ?? {};
        const left = listed
          .map(({ name }) => name)
          .filter((name) => name.startsWith(PREFIX) && isPlaceOf(first, name.slice(PREFIX.length)))
          .filter((name) => ![current, previous, next].includes(name.slice(PREFIX.length)));
        for (const name of left) await db.dropCollection(name);
      }),
  };
};

const PREFIX = 'views.';

/** Before anything is in it: so nobody ever waits for an index. */
const copyIndexes = async (db: Db, from: string, to: string): Promise<void> => {
  const there = await db.listCollections({ name: `${PREFIX}${from}` }, { nameOnly: true }).toArray();
  const known = there.length > 0 ? await db.collection(`${PREFIX}${from}`).indexes() : [];
  const wanted = known.filter(({ name }) => name !== '_id_').map(({ key }) => ({ key }));
  if (wanted.length > 0) await db.collection(`${PREFIX}${to}`).createIndexes(wanted);
};
