// `npm run bench:history`: what reading costs with a long history behind it, against a short one, on one database.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { parsedCommand } from '@saga-lab/lab/cli/parsed-command';
import { wholeNumber } from '@saga-lab/lab/cli/whole-number';
import { endOnFailures } from '@saga-lab/launcher/command/failed';
import { chooseMongod } from '@saga-lab/launcher/databases/provide-mongo';
import { mongod } from '@saga-lab/launcher/databases/mongod';
import { defaultDataDir } from '@saga-lab/launcher/system/system';
import { writeOf } from '@saga-lab/platform/store/commit';
import type { Commit } from '@saga-lab/platform/store/commit';
import { connectMongo } from '@saga-lab/platform/store/mongo-connection';
import type { MongoConnection } from '@saga-lab/platform/store/mongo-connection';
import { mongoStore } from '@saga-lab/platform/store/mongo-store';
import type { CommitStore, Position } from '@saga-lab/platform/store/store';
import { streamCache } from '@saga-lab/platform/runtime/stream-cache';
import { commitOf } from '@saga-lab/platform/store/fixtures';
import { firstLook } from './first-look.ts';
import { historyOfOrders } from './history-of-orders.ts';
import type { Figures } from './history-of-orders.ts';
import { median, rounded, timed, timesOf } from './timing.ts';

/** Of everything that is long, the other is so short. */
const SHORT = 1_000;

const command = new Command('npm run bench:history --')
  .option('--events <n>', 'events of the long stream', wholeNumber(SHORT), 1_000_000)
  .option(
    '--commits <n>',
    'commits of the long history; 100,000 orders make 250,000 in one service',
    wholeNumber(SHORT),
    250_000,
  )
  .option('--orders <n>', 'orders behind a whole system, against 1,000; 0: none', wholeNumber(0), 100_000)
  .option(
    '--movements <n>',
    'events of an account that is looked at as of moments; 0: leave that out',
    wholeNumber(0),
    300_000,
  );

endOnFailures();
const options = parsedCommand(command, process.argv.slice(2)).opts<{
  events: number;
  commits: number;
  orders: number;
  movements: number;
}>();

const EVENTS_A_COMMIT = 100;
const PAGE = 100;
const TIMES = 51;
const BATCH = 500;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const insert = async (store: CommitStore, count: number, commit: (n: number) => Commit, size = BATCH) => {
  for (let n = 0; n < count; n += size) {
    const batch = Array.from({ length: Math.min(size, count - n) }, (_, i) => commit(n + i));
    const { status } = await store.insertOrdered(batch);
    if (status !== 'inserted') throw new Error(`commits from ${n} on are ${status}`);
  }
};

/** Commit `n` of a stream, with a hundred events. */
const longCommit =
  (stream: string) =>
  (n: number): Commit => {
    const versions = Array.from({ length: EVENTS_A_COMMIT }, (_, i) => n * EVENTS_A_COMMIT + i + 1);
    const events = versions.map((version) => ({
      stream,
      version,
      type: 'Added',
      schemaVersion: 1,
      data: { n: 1 },
    }));
    const writes = versions.map((version) => writeOf(stream, version));
    return { ...commitOf(`${stream}.${n}`, { lamport: n + 1, events }), writes };
  };

/** Folds to the number of events. */
const counting = {
  streams: () => [],
  decide: () => ({ events: [], messages: [] }),
  evolve: (state: number | undefined) => (state ?? 0) + 1,
  wants: () => false,
};

/** Loads of a cold process, in turn, so that what else the machine does is the same for both. */
const loading = async (store: CommitStore) => {
  const streams = { short: 'tally-short', long: 'tally-long' };
  await insert(store, SHORT / EVENTS_A_COMMIT, longCommit(streams.short), 20);
  await insert(store, options.events / EVENTS_A_COMMIT, longCommit(streams.long), 20);
  const load = (stream: string) => timed(() => streamCache(store, counting).fresh(stream));
  const withoutSnapshot = { short: await load(streams.short), long: await load(streams.long) };
  const short: number[] = [];
  const long: number[] = [];
  for (let n = 0; n < TIMES; n += 1) {
    short.push(await load(streams.short));
    long.push(await load(streams.long));
  }
  return {
    events: [SHORT, options.events],
    withoutSnapshotMs: [rounded(withoutSnapshot.short), rounded(withoutSnapshot.long)],
    medianMs: [rounded(median(short)), rounded(median(long))],
    ratio: rounded(median(long) / median(short)),
  };
};

/** What a commit of a service looks like, as far as its size goes. */
const plainCommit = (n: number): Commit =>
  commitOf(`c${String(n).padStart(8, '0')}`, {
    lamport: n + 1,
    writes: [[`order-${n}`, 1]],
    messages: 1,
    correlationId: `o${n}`,
  });

const paging = async (store: CommitStore, commits: number) => {
  await insert(store, commits, plainCommit);
  const places: (Position | undefined)[] = [undefined];
  const begin = performance.now();
  for (;;) {
    const page = await store.page(places.at(-1), PAGE);
    if (page.commits.length < PAGE) break;
    places.push(page.commits.at(-1)?.position);
  }
  const seconds = (performance.now() - begin) / 1_000;
  const at = async (part: number) => {
    const place = places[Math.floor((places.length - 2) * part)];
    return rounded(median(await timesOf(TIMES, () => store.page(place, PAGE))));
  };
  const medianMs = { first: await at(0), middle: await at(0.5), last: await at(1) };
  return { commits, medianMs, readPerSecond: Math.round(commits / seconds) };
};

/** The order of a history whose log was lost before anything of it was written down. */
const repairing = async ({ db }: MongoConnection) => {
  await db.collection('order').deleteMany({});
  await db.collection<{ _id: string }>('positions').deleteMany({ _id: 'order' });
  const ms = await timed(async () => (await mongoStore(db)).close());
  return { commits: options.commits, seconds: rounded(ms / 1_000) };
};

/** One row for each figure: with few orders, with many, and the ratio. */
const rowsOf = (few: Figures, many: Figures): readonly string[] =>
  Object.entries(few).map(([name, value]) => {
    const other = many[name] ?? Number.NaN;
    return `| ${name} | ${rounded(value)} | ${rounded(other)} | ${rounded(other / value)} |`;
  });

const dataDir = join(defaultDataDir, 'bench-history');
rmSync(dataDir, { recursive: true, force: true });
mkdirSync(dataDir, { recursive: true });
const program = await chooseMongod({ dataDir, log: say, cacheDir: join(defaultDataDir, 'cache') });
const database = await mongod(program, dataDir);
try {
  await database.start();
  const on = async <T>(
    name: string,
    work: (store: CommitStore, connection: MongoConnection) => Promise<T>,
  ) => {
    const connection = await connectMongo({ url: database.url, database: name });
    try {
      const store = await mongoStore(connection.db);
      return await work(store, connection).finally(() => store.close());
    } finally {
      await connection.close();
    }
  };
  say(`Loading a stream of ${options.events} events, against one of ${SHORT} ...`);
  const loaded = await on('streams', loading);
  say(`Reading a history of ${options.commits} commits, against one of ${SHORT} ...`);
  const short = await on('short', (store) => paging(store, SHORT));
  const long = await on('long', (store) => paging(store, options.commits));
  say(`Writing down the order of ${options.commits} commits whose log was lost ...`);
  const repaired = await on('long', (_store, connection) => repairing(connection));
  const ratio = rounded(
    Math.max(...Object.values(long.medianMs)) / Math.max(...Object.values(short.medianMs)),
  );
  process.stdout.write(
    `${JSON.stringify({ loaded, pages: { short, long, ratio }, repaired }, undefined, 2)}\n`,
  );
} finally {
  await database.kill('SIGTERM');
  rmSync(dataDir, { recursive: true, force: true });
}
if (options.movements > 0)
  process.stdout.write(
    `${JSON.stringify({ looks: await firstLook(options.movements, say) }, undefined, 2)}\n`,
  );
if (options.orders > 0) {
  const few = await historyOfOrders(SHORT, say);
  const many = await historyOfOrders(options.orders, say);
  const heading = [`| what | ${SHORT} orders | ${options.orders} orders | ratio |`, '| - | - | - | - |'];
  process.stdout.write(`${[...heading, ...rowsOf(few, many)].join('\n')}\n`);
}
process.exit(0);
