// Reads a file of history, and takes nothing from it unless all of it is there, once, unchanged, and in its order. However long it
// is, little of it is in memory: what must be known of the lines above is in a database that is gone with the reading.
import { categories } from '@saga-lab/contracts/streams';
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { streamOf } from '@saga-lab/platform/decider/streams';
import type { Commit } from '@saga-lab/platform/store/commit';
import { DatabaseSync } from 'node:sqlite';
import { newerThanKnown } from '@saga-lab/platform/store/schema-versions';
import { byCause } from '../../checker/cause.ts';
import { sagaOf } from '../../checker/history.ts';
import type { Recorded } from '../../checker/history.ts';
import { demandFormat, demandNumber, fail, fieldsOf, json, parsed } from '../lines-file/numbered.ts';
import { textLines } from '../lines-file/text-lines.ts';
import { CommitLine, End, FORMAT, Header, sumOf, VERSION } from './lines.ts';

export interface WholeHistory {
  readonly commits: number;
  /** Sagas that had not ended. */
  readonly open: ReadonlySet<string>;
}

/** @param read is told of every commit. @throws LinesFileError if the file is not whole, none of ours or of a newer lab. */
export const wholeHistory = async (
  path: string,
  read: () => void = () => undefined,
): Promise<WholeHistory> => {
  const db = new DatabaseSync(ON_DISK);
  try {
    const reader = historyReader(db, read);
    for await (const line of textLines(path)) reader.take(line);
    return reader.whole();
  } finally {
    db.close();
  }
};

/** Without a name SQLite keeps it in a file of its own, and deletes that when it is closed. */
const ON_DISK = '';

/** Of a file that is whole: its commits, each behind what caused it, as it was stored. */
export async function* recordedIn(path: string): AsyncGenerator<Recorded> {
  for await (const line of textLines(path)) {
    const { kind, service, commit } = JSON.parse(line) as Recorded & { readonly kind: string };
    if (kind === 'commit') yield { service, commit };
  }
}

const historyReader = (db: DatabaseSync, read: () => void) => {
  db.exec('BEGIN');
  const places = placesIn(db);
  const sagas = sagasIn(db);
  const counts: Record<ServiceName, number> = ofEveryService(() => 0);
  let [line, before, ended] = [0, '', false];

  const takeCommit = (content: unknown): void => {
    const { service } = parsed(CommitLine, content, line);
    const { commit } = content as Recorded; // as it was written: a schema would put its fields into another order
    places.demand({ service, commit }, line);
    sagas.take(commit);
    counts[service] += 1;
    read();
  };

  const takeEnd = (content: unknown): void => {
    const { commits } = parsed(End, content, line);
    for (const service of serviceNames)
      if (commits[service] !== counts[service])
        fail(
          line,
          `it counts ${commits[service] ?? 0} commits of ${service}, and there are ${counts[service]}`,
        );
    ended = true;
  };

  return {
    take: (text: string): void => {
      line += 1;
      if (ended) fail(line, `the history ends in line ${line - 1}: something was put behind it`);
      const content = json(text, line, foreign);
      if (line === 1) demandHeader(content);
      demandNumber(content, line);
      before = demandSum(content, before, line);
      if (fieldsOf(content).kind === 'end') takeEnd(content);
      else if (line > 1) takeCommit(content);
    },
    whole: (): WholeHistory => {
      if (line === 0) fail(1, 'the file is empty');
      if (!ended) fail(line, 'the file ends here without its last line: it was cut off');
      const commits = serviceNames.reduce((sum, service) => sum + counts[service], 0);
      return { commits, open: sagas.open() };
    },
  };
};

const foreign = `this is no file of history: it does not begin with a header of the format "${FORMAT}"`;

const demandHeader = (content: unknown): void => {
  demandFormat(content, { format: FORMAT, version: VERSION, foreign });
  const { services, forgotten } = parsed(Header, content, 1);
  if (forgotten !== undefined)
    fail(
      1,
      `it is a part of a history: ${forgotten} sagas had been forgotten before, and a lab that began with it would not know that`,
    );
  const others = services.filter((name) => !serviceNames.some((own) => own === name));
  if (others.length > 0) fail(1, `it is of another lab: this one has no ${others.join(', ')}`);
};

/** Whoever changes a line, or leaves one out, changes the sums of all behind it. */
const demandSum = (content: unknown, before: string, line: number): string => {
  const sum = sumOf(before, content as object);
  const { sum: written } = content as { readonly sum?: unknown };
  if (written !== sum)
    fail(line, 'its checksum is wrong: this line, or one above it, was changed or left out');
  return sum;
};

/** Nothing stands before its cause, nothing twice, and no stream has a hole. */
const placesIn = (db: DatabaseSync) => {
  db.exec(`
    CREATE TABLE ids (service TEXT, id TEXT, line INTEGER, PRIMARY KEY (service, id)) WITHOUT ROWID;
    CREATE TABLE versions (service TEXT, stream TEXT, version INTEGER, PRIMARY KEY (service, stream)) WITHOUT ROWID`);
  const lineOf = db.prepare('SELECT line FROM ids WHERE service = ? AND id = ?');
  const putLine = db.prepare('INSERT INTO ids VALUES (?, ?, ?)');
  const versionOf = db.prepare('SELECT version FROM versions WHERE service = ? AND stream = ?');
  const putVersion = db.prepare('INSERT OR REPLACE INTO versions VALUES (?, ?, ?)');
  let last: Recorded | undefined;

  const demandVersions = ({ service, commit }: Recorded, line: number): void => {
    for (const event of commit.events) {
      const newer = newerThanKnown(event);
      if (newer !== undefined) fail(line, newer);
      const expected = Number(versionOf.get(service, event.stream)?.version ?? 0) + 1;
      if (event.version !== expected)
        fail(line, `it has version ${event.version} of ${event.stream}, where ${expected} comes next`);
      putVersion.run(service, event.stream, event.version);
    }
  };
  return {
    demand: (recorded: Recorded, line: number): void => {
      const { service, commit } = recorded;
      const known = lineOf.get(service, commit._id);
      if (known)
        fail(line, `the commit ${commit._id} of ${service} stands in line ${String(known.line)} already`);
      putLine.run(service, commit._id, line);
      if (last && byCause(last, recorded) > 0)
        fail(
          line,
          `it is out of order: its Lamport value ${commit.lamport} is below that of the line before`,
        );
      last = recorded;
      demandVersions(recorded, line);
    },
  };
};

const ends: readonly string[] = ['SagaCompleted', 'SagaCompensated'];

const sagasIn = (db: DatabaseSync) => {
  db.exec('CREATE TABLE sagas (saga TEXT PRIMARY KEY, ended INTEGER) WITHOUT ROWID');
  const put = db.prepare(
    'INSERT INTO sagas VALUES (?, ?) ON CONFLICT DO UPDATE SET ended = max(ended, excluded.ended)',
  );
  const open = db.prepare('SELECT saga FROM sagas WHERE ended = 0');
  return {
    take: (commit: Commit): void => {
      if (commit.input.sagaId === undefined) return;
      const stream = streamOf(categories.saga, sagaOf(commit));
      const hasEnded = commit.events.some((event) => event.stream === stream && ends.includes(event.type));
      put.run(sagaOf(commit), hasEnded ? 1 : 0);
    },
    open: (): ReadonlySet<string> => new Set(open.all().map(({ saga }) => String(saga))),
  };
};
