// A replica set of three databases, as it is run where nothing may be lost with one machine.
import { join } from 'node:path';
import { eventually } from '@saga-lab/platform/time/eventually';
import { MongoClient } from 'mongodb';
import type { Mongod } from '../databases/mongod.ts';
import { mongod, ownProgram } from '../databases/mongod.ts';
import { answers, SET, takesWrites } from '../databases/replica-set.ts';
import { ownMongod } from './own-mongod.ts';

/** Silence of a primary until the others elect another; 10 s if MongoDB is not told. */
const ELECTION_AFTER_MS = 5_000;
const PRIMARY_WITHIN_MS = 60_000;

export interface SetOfThree {
  readonly url: string;
  /** Waits until there is one. */
  readonly primary: () => Promise<Mongod>;
  /** The primary gives its place to another, and takes it back for a minute at the earliest. */
  readonly stepDown: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export const setOfThree = async (dir: string): Promise<SetOfThree> => {
  const program = ownProgram(await ownMongod());
  const members = await Promise.all([0, 1, 2].map((n) => mongod(program, join(dir, `${n}`), answers)));
  const stop = async () => {
    await Promise.all(members.map((member) => member.kill('SIGKILL')));
  };
  const primary = () =>
    eventually(
      async () => {
        const writable = await Promise.all(members.map(({ port }) => takesWrites(port)));
        const found = members.find((_member, n) => writable[n]);
        if (found) return found;
        throw new Error('None of the three is primary.');
      },
      { timeoutMs: PRIMARY_WITHIN_MS },
    );
  try {
    await Promise.all(members.map((member) => member.start()));
    const hosts = members.map(({ port }) => `127.0.0.1:${port}`);
    await commanded(members[0], { replSetInitiate: configuration(hosts) });
    await primary();
    return {
      url: `mongodb://${hosts.join(',')}/${SET}?replicaSet=${SET}`,
      primary,
      stepDown: async () =>
        commanded(await primary(), { replSetStepDown: 60, secondaryCatchUpPeriodSecs: 10 }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

const configuration = (hosts: readonly string[]) => ({
  _id: SET,
  members: hosts.map((host, n) => ({ _id: n, host })),
  settings: { electionTimeoutMillis: ELECTION_AFTER_MS },
});

const commanded = async (member: Mongod | undefined, command: object): Promise<void> => {
  const client = new MongoClient(`mongodb://127.0.0.1:${member?.port ?? 0}/?directConnection=true`);
  try {
    await client.db('admin').command(command);
  } finally {
    await client.close();
  }
};
