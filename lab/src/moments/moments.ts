// Any moment of the whole system, in a time that does not grow with its history: from sums over ranges of it, and from the commits of
// those sagas alone that were under way then.
import type { DatabaseSync } from 'node:sqlite';
import { serviceNames } from '@saga-lab/contracts/services';
import { changedHistory, historyAmong } from '../checker/history.ts';
import type { Moment } from '../time-travel/cut.ts';
import { armedTimers, messagesInFlight } from '../time-travel/in-flight.ts';
import type { Happened, SystemLook } from '../time-travel/look.ts';
import type { Span } from '../time-travel/steps.ts';
import { follow } from '../reader/follow/follow.ts';
import type { Following } from '../reader/follow/follow.ts';
import { isOf, lanes } from '../reader/follow/lanes.ts';
import type { Source } from '../reader/follow/lanes.ts';
import { removeTables } from '../reader/follow/tables.ts';
import { intervals } from './intervals.ts';
import type { Intervals } from './intervals.ts';
import { memory } from './memory.ts';
import { joined, ranges } from './ranges.ts';
import type { Axis, Ranges, Summary } from './ranges.ts';
import { sagas } from './sagas.ts';
import { openMoments } from './tables.ts';
import { underway } from './underway.ts';

export interface Moments {
  /** From the first to the last that happened; `undefined`: nothing has. */
  readonly span: () => Span | undefined;
  readonly at: (moment: Moment) => Promise<SystemLook>;
  readonly close: () => void;
}

/**
 * Reads what has come since it was opened last; the first time everything. What is remembered of another system, or of data that were
 * put back to an earlier state, is thrown away. It may be killed at any time: what was taken in is there again.
 * @param path of the file; `:memory:`: remembered for as long as it is open.
 * @throws Error where the history has a hole; the errors of SQLite.
 */
export const moments = async (source: Source, path: string, following: Following): Promise<Moments> => {
  let parts = partsIn(path, source);
  try {
    if (!(await isOf(source, lanes(parts.db)))) {
      parts.db.close();
      removeTables(path);
      parts = partsIn(path, source);
    }
    await follow(source, parts.taken, following);
  } catch (error) {
    parts.db.close();
    throw error;
  }
  const { db } = parts;
  return {
    span: () => spanIn(db),
    at: (moment) => lookAt(parts, moment),
    close: () => {
      db.close();
    },
  };
};

const partsIn = (path: string, source: Source) => {
  const db = openMoments(path);
  const ofSagas = sagas(db, source);
  const around = intervals(db);
  const sums = ranges(db);
  const taken = memory(db, sums, underway(db, around, ofSagas.commitsOf));
  return { db, ofSagas, around, sums, taken };
};

interface Parts {
  readonly db: DatabaseSync;
  readonly ofSagas: ReturnType<typeof sagas>;
  readonly around: Intervals;
  readonly sums: Ranges;
}

const lookAt = async ({ db, ofSagas, around, sums }: Parts, moment: Moment): Promise<SystemLook> => {
  const [axis, value]: [Axis, number] =
    moment.lamport === undefined ? ['instant', moment.time] : ['lamport', moment.lamport];
  const { commits, lamport, instant, sums: total } = summaryUpTo(db, sums, { axis, value });
  const placed = await ofSagas.ofAll(around.around(axis, value));
  const past = new Set(
    placed
      .filter((one) => (axis === 'lamport' ? one.commit.lamport : one.instant) <= value)
      .map(({ commit }) => commit),
  );
  const whole = historyAmong(placed);
  const history = changedHistory(whole, ({ commit }) => (past.has(commit) ? commit : undefined));
  const cut = { moment, whole, history };
  const step = (query: string) => {
    const found = db.prepare(query).get(lamport)?.lamport;
    return found === null || found === undefined ? undefined : Number(found);
  };
  return {
    lamport,
    at: commits === 0 ? undefined : instant,
    commits,
    ofCommits: summaryUpTo(db, sums, { axis: 'lamport', value: Number.MAX_SAFE_INTEGER }).commits,
    sums: total,
    happened: happenedAt(db, lamport, { axis, value }),
    messages: messagesInFlight(cut),
    timers: armedTimers(cut),
    previous: step('SELECT max(lamport) AS lamport FROM commits WHERE lamport < ?'),
    next: step('SELECT min(lamport) AS lamport FROM commits WHERE lamport > ?'),
  };
};

interface Upto {
  readonly axis: Axis;
  readonly value: number;
}

interface Row {
  readonly lamport: number;
  readonly instant: number;
  readonly sums: string;
}

const summaryUpTo = (db: DatabaseSync, sums: Ranges, { axis, value }: Upto): Summary => {
  const { summary, from } = sums.below(axis, value);
  const rows = db
    .prepare(`SELECT lamport, instant, sums FROM commits WHERE ${axis} >= ? AND ${axis} <= ?`)
    .all(from, value) as unknown as readonly Row[];
  return rows.reduce(
    (total, row) => joined(total, { ...row, commits: 1, sums: JSON.parse(row.sums) as Summary['sums'] }),
    summary,
  );
};

/** In the order of a history: service by service, each in the order in which its database made them durable. */
const happenedAt = (db: DatabaseSync, lamport: number, { axis, value }: Upto): readonly Happened[] =>
  db
    .prepare(`SELECT did FROM commits WHERE lamport = ? AND ${axis} <= ? ORDER BY seq`)
    .all(lamport, value)
    .map(({ did }) => JSON.parse(String(did)) as Happened)
    .toSorted((a, b) => serviceNames.indexOf(a.service) - serviceNames.indexOf(b.service));

const spanIn = (db: DatabaseSync): Span | undefined => {
  const end = (query: string) => db.prepare(`SELECT ${query} AS value FROM commits`).get()?.value;
  const [first, last] = [end('min(lamport)'), end('max(lamport)')];
  if (first === null || first === undefined) return undefined;
  return {
    first: { lamport: Number(first), at: Number(end('min(instant)')) },
    last: { lamport: Number(last), at: Number(end('max(instant)')) },
  };
};
