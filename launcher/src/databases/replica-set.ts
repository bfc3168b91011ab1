// Makes databases a replica set, of one member or of several, and tells when it takes writes.
import { MongoClient, MongoServerError } from 'mongodb';

export const SET = 'saga-lab';

const NOT_YET_INITIALIZED = 94;
const INVALID_REPLICA_SET_CONFIG = 93;

/** While one waits for it to come up, the next look follows at once. */
const AGAIN_SOON_MS = 300;
/** On a busy machine a healthy one may need a second. */
const PATIENCE_MS = 5_000;

/** Looks once, and takes the next step towards a primary if one is due. */
export const isPrimary = (port: number): Promise<boolean> =>
  asking(port, AGAIN_SOON_MS, async (client) => {
    if (await isWritable(client)) return true;
    await configureSet(client, [`127.0.0.1:${port}`]);
    return false;
  });

/** Looks once, for at most 5 s, and changes nothing. */
export const takesWrites = (port: number): Promise<boolean> => asking(port, PATIENCE_MS, isWritable);

/** Looks once: whether it can be asked at all, primary or not. */
export const answers = (port: number): Promise<boolean> =>
  asking(port, AGAIN_SOON_MS, async (client) => (await client.db('admin').command({ ping: 1 }))['ok'] === 1);

const isWritable = async (client: MongoClient): Promise<boolean> => {
  const hello = await client.db('admin').command({ hello: 1 });
  return hello['isWritablePrimary'] === true;
};

/** `false` if it does not answer. */
const asking = async (
  port: number,
  serverSelectionTimeoutMS: number,
  ask: (client: MongoClient) => Promise<boolean>,
): Promise<boolean> => {
  const address = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  const client = new MongoClient(address, { serverSelectionTimeoutMS });
  try {
    return await ask(client);
  } catch {
    return false;
  } finally {
    await client.close();
  }
};

/** Silence of a primary until the others elect another; 10 s if MongoDB is not told. */
const ELECTION_AFTER_MS = 5_000;

/** Nothing is done to a set that has these members already. `client`: of the first of them alone. */
export const configureSet = async (client: MongoClient, hosts: readonly string[]): Promise<void> => {
  const admin = client.db('admin');
  const code = await admin.command({ replSetGetStatus: 1 }).then(() => 0, codeOf);
  const members = hosts.map((host, n) => ({ _id: n, host }));
  const settings = { electionTimeoutMillis: ELECTION_AFTER_MS };
  if (code === NOT_YET_INITIALIZED) await admin.command({ replSetInitiate: { _id: SET, members, settings } });
  if (code !== INVALID_REPLICA_SET_CONFIG) return;
  // Data of an earlier run: the set still knows the ports that it had then.
  const old = await client.db('local').collection('system.replset').findOne();
  const version = Number(old?.['version']) + 1;
  await admin.command({ replSetReconfig: { ...old, version, members }, force: true });
};

const codeOf = (error: unknown): number => (error instanceof MongoServerError ? Number(error.code) : 0);
