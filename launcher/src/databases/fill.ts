// The same for a MongoDB: a history put into it over a connection of its own.
import { connectMongo } from '@saga-lab/platform/store/mongo-connection';
import { mongoStore } from '@saga-lab/platform/store/mongo-store';
import { fillStore } from '../engine/begin-histories.ts';
import type { BeginHistory, Filling } from '../engine/begin-histories.ts';

/** As `fillStore`, for the database at `url`. */
export const fillDatabase = async (
  url: string,
  service: string,
  commits: BeginHistory,
  filling: Filling = {},
): Promise<void> => {
  const mongo = await connectMongo({ url });
  try {
    const store = await mongoStore(mongo.db);
    await fillStore(store, service, commits, filling);
    await store.close();
  } finally {
    await mongo.close();
  }
};
