// A mongod with the smallest log that there is, and how to have that roll over.
import { randomBytes } from 'node:crypto';
import type { MongoConnection } from '@saga-lab/platform/store/mongo-connection';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { MongodProgram } from '../databases/mongod.ts';

const LOG_MB = 10;
const ROLLED_WITHIN_MS = 30_000;

/** It cuts its log at each checkpoint, which comes once a second here, and once a minute if it is not told. */
export const withSmallLog = (program: MongodProgram): MongodProgram => ({
  ...program,
  commandLine: (port, dbpath) => [
    ...program.commandLine(port, dbpath),
    ...['--oplogSize', String(LOG_MB), '--syncdelay', '1'],
  ],
});

/** Others write more than the log holds, until nothing is in it of what is there now. */
export const rollOver = async ({ client }: MongoConnection): Promise<void> => {
  const log = client.db('local').collection('oplog.rs');
  const oldest = async () => (await log.findOne({}, { sort: { $natural: 1 } }))?.['ts'] as unknown;
  const last = (await log.findOne({}, { sort: { $natural: -1 } }))?.['ts'] as { gt: (ts: never) => boolean };
  const ballast = client.db('others').collection('ballast');
  const isGone = async () => {
    await ballast.insertOne({ bytes: randomBytes(1024 * 1024) });
    expect(last.gt((await oldest()) as never)).to.equal(false);
  };
  await eventually(isGone, { timeoutMs: ROLLED_WITHIN_MS });
};
