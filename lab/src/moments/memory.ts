// Takes in commit after commit, each behind what it rests on, and keeps what moments need of them.
import type { DatabaseSync } from 'node:sqlite';
import type { Commit } from '@saga-lab/platform/store/commit';
import { writeOf } from '@saga-lab/platform/store/commit';
import { flawOf } from '../checker/history.ts';
import type { Recorded } from '../checker/history.ts';
import { stateBefore } from '../time-travel/cut.ts';
import type { Taking } from '../reader/follow/follow.ts';
import { lanes } from '../reader/follow/lanes.ts';
import { happenedIn } from '../time-travel/look.ts';
import type { Ranges } from './ranges.ts';
import { things } from './things.ts';
import type { Underway } from './underway.ts';

export const memory = (db: DatabaseSync, ranges: Ranges, underway: Underway): Taking => {
  const putCommit = db.prepare('INSERT INTO commits VALUES (?, ?, ?, ?, ?, ?, ?)');
  const instantOfSent = db.prepare('SELECT instant FROM sent WHERE id = ?');
  const putSent = db.prepare('INSERT OR REPLACE INTO sent VALUES (?, ?)');
  const instantOfWrite = db.prepare('SELECT instant FROM written WHERE write = ?');
  const putWritten = db.prepare('INSERT OR REPLACE INTO written VALUES (?, ?)');
  const states = things(db);
  const taken = lanes(db);

  const instantOf = (commit: Commit): number => {
    const causes = [
      instantOfSent.get(commit._id),
      ...stateBefore(commit).map((write) => instantOfWrite.get(write)),
    ];
    return Math.max(commit.at, ...causes.map((row) => Number(row?.instant ?? 0)));
  };
  const remember = ({ service, commit }: Recorded, seq: number): void => {
    const { _id: id, lamport, events, outbox } = commit;
    const instant = instantOf(commit);
    const sums = states.take(commit);
    const did = JSON.stringify(happenedIn({ service, commit }));
    putCommit.run(service, id, seq, lamport, instant, did, JSON.stringify(sums));
    for (const entry of outbox) putSent.run(entry.id, instant);
    for (const { stream, version } of events) putWritten.run(writeOf(stream, version), instant);
    ranges.add({ commits: 1, lamport, instant, sums });
    underway.take({ service, commit, instant });
  };
  return {
    lane: taken.of,
    isSent: (id: string): boolean => instantOfSent.get(id) !== undefined,
    begin: (): void => {
      db.exec('BEGIN IMMEDIATE');
    },
    /** What nobody can read is passed over, as in every history. @throws Error as `things`. */
    take: (recorded: Recorded, position: string): void => {
      const { seq } = taken.grow(recorded, position);
      if (flawOf(recorded.commit) === undefined) remember(recorded, seq);
    },
    commit: async (): Promise<void> => {
      await underway.flush();
      ranges.flush();
      taken.save();
      db.exec('COMMIT');
    },
  };
};
