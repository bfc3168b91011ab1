// The capped log of a database, as small as it can be, rolls over: while a service runs, and while it is down.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Commit } from '@saga-lab/platform/store/commit';
import { parseWrite, writeOf } from '@saga-lab/platform/store/commit';
import { connectMongo } from '@saga-lab/platform/store/mongo-connection';
import type { CommitStore } from '@saga-lab/platform/store/store';
import { tallyOnMongo } from '@saga-lab/platform/testing/tally-on-mongo';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { ownMongod } from '../testing/own-mongod.ts';
import { rollOver, withSmallLog } from '../testing/small-log.ts';
import type { Mongod } from './mongod.ts';
import { mongod, ownProgram } from './mongod.ts';

const WRITERS = 20;
const WITHIN_MS = 30_000;
const PAGE = 100;
/** A position of a feed that is lost with the log. */
const IN_THE_LOG = /^[0-9A-F]+$/;

const historyIn = async (store: CommitStore): Promise<readonly Commit[]> => {
  const all: Commit[] = [];
  for (let after: string | undefined; ;) {
    const { commits } = await store.page(after, PAGE);
    all.push(...commits.map(({ commit }) => commit));
    if (commits.length < PAGE) return all;
    after = commits.at(-1)?.position;
  }
};
const idsOf = (commits: readonly Commit[]) => commits.map(({ _id }) => _id);

/** Of each stream the first version, the second, and so on. */
const expectInOrder = (commits: readonly Commit[]): void => {
  const versions = new Map<string, number>();
  for (const { stream, version } of commits.flatMap(({ writes = [] }) => writes.map(parseWrite))) {
    expect(version, stream).to.equal((versions.get(stream) ?? 0) + 1);
    versions.set(stream, version);
  }
};

describe('a database whose log has rolled over', function () {
  this.timeout(120_000);
  let dir: string;
  let database: Mongod | undefined;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-log-'));
  });
  afterEach(async () => {
    await database?.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  });

  // @covers F-59 R-33
  it('has its whole history in the same order, and its service goes on and starts: read models are filled again', async () => {
    const small = await mongod(withSmallLog(ownProgram(await ownMongod())), dir);
    database = small;
    await small.start();
    const connection = await connectMongo({ url: small.url });
    try {
      const first = await tallyOnMongo(connection);
      const crowd = first.crowd(WRITERS);
      await crowd.isServed(WITHIN_MS);
      const before = idsOf(await historyIn(first.store));

      await rollOver(connection);
      await crowd.isServed(WITHIN_MS);
      await eventually(async () => expect(await first.views.position('tally sums')).to.match(IN_THE_LOG), {
        timeoutMs: WITHIN_MS,
      });
      await crowd.stop();
      await first.addsUp();
      const running = await historyIn(first.store);
      expectInOrder(running);
      expect(idsOf(running).slice(0, before.length)).to.deep.equal(before);
      expect([...idsOf(running)].sort()).to.deep.equal([...first.answered.keys()].sort());
      await first.stop();

      // What is committed just before a process is killed: nobody has written down its order.
      const last = running.findLast(({ writes }) => writes?.[0]?.startsWith('tally-t0@'));
      const late = next(last);
      await connection.db.collection<Commit>('commits').insertMany([late]);
      await rollOver(connection);
      const second = await tallyOnMongo(connection);
      try {
        await eventually(
          () =>
            expect(second.observations.map(({ kind }) => kind)).to.include.members(['refilling', 'refilled']),
          { timeoutMs: WITHIN_MS },
        );
        expect(await second.views.get('sums', ['t0'])).to.have.nested.property(
          '[0].version',
          late.events[0]?.version,
        );
        const again = await historyIn(second.store);
        expect(idsOf(again)).to.deep.equal([...idsOf(running), late._id]);
        await second.crowd(WRITERS).isServed(WITHIN_MS);
      } finally {
        await second.stop();
      }
    } finally {
      await connection.close();
    }
  });
});

/** A commit that adds to the same stream. */
const next = (last: Commit | undefined): Commit => {
  const [event] = last?.events ?? [];
  if (!last || !event) throw new Error('nothing was added to t0');
  const version = event.version + 1;
  const writes = [writeOf(event.stream, version)];
  return { ...last, _id: 'late', lamport: last.lamport + 1, writes, events: [{ ...event, version }] };
};
