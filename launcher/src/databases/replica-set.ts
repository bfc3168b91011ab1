// Makes one mongod a replica set of one member, and tells when it takes writes.
import { MongoClient, MongoServerError } from 'mongodb';

export const SET = 'saga-lab';

const NOT_YET_INITIALIZED = 94;
const INVALID_REPLICA_SET_CONFIG = 93;

/** Looks once, and takes the next step towards a primary if one is due. */
export const isPrimary = async (port: number): Promise<boolean> => {
  const address = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  const client = new MongoClient(address, { serverSelectionTimeoutMS: 300 });
  try {
    const hello = await client.db('admin').command({ hello: 1 });
    if (hello['isWritablePrimary'] === true) return true;
    await configure(client, `127.0.0.1:${port}`);
    return false;
  } catch {
    return false;
  } finally {
    await client.close();
  }
};

const configure = async (client: MongoClient, host: string): Promise<void> => {
  const admin = client.db('admin');
  const code = await admin.command({ replSetGetStatus: 1 }).then(() => 0, codeOf);
  const members = [{ _id: 0, host }];
  if (code === NOT_YET_INITIALIZED) await admin.command({ replSetInitiate: { _id: SET, members } });
  if (code !== INVALID_REPLICA_SET_CONFIG) return;
  // Data of an earlier run: the set still knows the port that it had then.
  const old = await client.db('local').collection('system.replset').findOne();
  const version = Number(old?.['version']) + 1;
  await admin.command({ replSetReconfig: { ...old, version, members }, force: true });
};

const codeOf = (error: unknown): number => (error instanceof MongoServerError ? Number(error.code) : 0);
