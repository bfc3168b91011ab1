// A replica set of three databases, as it is run where nothing may be lost with one machine.
import { join } from 'node:path';
import { eventually } from '@saga-lab/platform/time/eventually';
import { MongoClient } from 'mongodb';
import type { Mongod, MongodProgram } from './mongod.ts';
import { mongod } from './mongod.ts';
import { answers, configureSet, SET, takesWrites } from './replica-set.ts';

const PRIMARY_WITHIN_MS = 60_000;

export interface SetOfThree {
  readonly url: string;
  /** The first of them was the primary when the set had come up. */
  readonly members: readonly Mongod[];
  /** Waits until there is one. */
  readonly primary: () => Promise<Mongod>;
  /** The primary gives its place to another, and takes it back for a minute at the earliest. */
  readonly stepDown: () => Promise<void>;
  readonly stop: (signal: NodeJS.Signals) => Promise<void>;
}

/** Data that they left in `dir` are used again, at other ports. @throws ExitError with the log of a member that does not come up */
export const setOfThree = async (program: MongodProgram, dir: string): Promise<SetOfThree> => {
  const members = await Promise.all([1, 2, 3].map((n) => mongod(program, join(dir, `${n}`), answers)));
  const stop: SetOfThree['stop'] = async (signal) => {
    await Promise.all(members.map((member) => member.kill(signal)));
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
  const hosts = members.map(({ port }) => `127.0.0.1:${port}`);
  try {
    await Promise.all(members.map((member) => member.start()));
    // One that has just come up may not have read yet what set it belongs to.
    await eventually(() => onMember(members[0], (client) => configureSet(client, hosts)), {
      timeoutMs: PRIMARY_WITHIN_MS,
    });
    const leader = await primary();
    return {
      url: `mongodb://${hosts.join(',')}/${SET}?replicaSet=${SET}`,
      members: [leader, ...members.filter((member) => member !== leader)],
      primary,
      stepDown: async () => {
        const command = { replSetStepDown: 60, secondaryCatchUpPeriodSecs: 10 };
        await onMember(await primary(), (client) => client.db('admin').command(command));
      },
      stop,
    };
  } catch (error) {
    await stop('SIGKILL');
    throw error;
  }
};

const onMember = async (
  member: Mongod | undefined,
  work: (client: MongoClient) => Promise<unknown>,
): Promise<void> => {
  const client = new MongoClient(`mongodb://127.0.0.1:${member?.port ?? 0}/?directConnection=true`);
  try {
    await work(client);
  } finally {
    await client.close();
  }
};
