// `npm run bench`: how long one saga takes on an idle system, how many complete per second with many at once, and how many
// when everybody wants the same article.
// Times are those of the services' own databases, taken from the commits: watching costs next to nothing.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { lab } from '@saga-lab/lab/client/lab';
import type { Lab } from '@saga-lab/lab/client/lab';
import { endOnFailures, failed } from '@saga-lab/launcher/command/failed';
import { defaultDataDir, startSystem } from '@saga-lab/launcher/system/system';
import type { Commit } from '@saga-lab/platform/store/commit';
import { cpuPerSaga, cpuTimes } from './cpu.ts';
import { completions } from './completions.ts';
import { fulfil } from './fulfil.ts';
import type { BenchClient, Load } from './fulfil.ts';
import { summary } from './summary.ts';
import type { Span, Summary } from './summary.ts';

endOnFailures();
const options = new Command('npm run bench --')
  .option('--sagas <n>', 'sagas of each run', Number, 1_000)
  .option('--at-once <list>', 'numbers of sagas that run at once', '1,50,200')
  .option('--json', 'print JSON only')
  .parse()
  .opts<{ sagas: number; atOnce: string; json?: true }>();

const say = (line: string): void => void process.stderr.write(`${line}\n`);

type Measured = Summary & Pick<Load, 'articles'>;

/** A run with its figures; the commits are read afterwards, so that reading them is not measured. */
const measured = async (client: BenchClient, load: Load): Promise<Measured> => {
  const before = cpuTimes(system);
  const orders = await fulfil(client, load);
  const cpu = cpuPerSaga(before, cpuTimes(system), load.count);
  const { articles } = load;
  return { articles, ...summary(load.atOnce, spansOf(await client.lab.commits(), orders)), cpu };
};

const clientOf = (one: Lab): BenchClient => ({ lab: one, completions: completions(one) });

const spansOf = (commits: Awaited<ReturnType<Lab['commits']>>, orders: ReadonlySet<string>): Span[] => {
  const begun = new Map<string, number>();
  for (const { input, correlationId, at } of commits['order-service'])
    if (input.type === 'PlaceOrder' && orders.has(correlationId)) begun.set(correlationId, at);
  const ended = commits['saga-orchestrator'].filter(isEnd);
  return ended.flatMap(({ correlationId, at }) => {
    const from = begun.get(correlationId);
    return from === undefined ? [] : [{ from, to: at }];
  });
};

const isEnd = ({ events }: Commit): boolean => events.some(({ type }) => type === 'SagaCompleted');

const line = ({ atOnce, articles, sagas, perSecond, p50, p95, p99, cpu = {} }: Measured): string =>
  `${String(atOnce).padStart(4)} at once  ${String(articles).padStart(3)} articles  ${String(sagas).padStart(6)} sagas  ${perSecond.toFixed(0).padStart(5)} /s` +
  `   p50 ${p50} ms   p95 ${p95} ms   p99 ${p99} ms\n` +
  `      processor time for each saga, in ms: ${Object.entries(cpu)
    .map(([name, ms]) => `${name} ${ms}`)
    .join(', ')}`;

const MANY = 50;
const numbers = options.atOnce.split(',').map(Number);
const loads: readonly Load[] = [
  ...numbers.map((atOnce) => ({
    count: atOnce === 1 ? Math.min(100, options.sagas) : options.sagas,
    atOnce,
    articles: MANY,
  })),
  { count: options.sagas, atOnce: Math.max(...numbers), articles: 1 },
];

const dataDir = join(defaultDataDir, 'bench');
const system = await startSystem({ engine: 'real', dataDir, log: say }).catch(failed);
try {
  const client = clientOf(lab({ urls: system.urls(), adminToken: system.adminToken }));
  await fulfil(client, { count: 200, atOnce: 20, articles: MANY }); // so that what is measured is compiled and connected
  const results: Measured[] = [];
  for (const load of loads) {
    say(`Running ${load.count} sagas on ${load.articles} articles, ${load.atOnce} at once ...`);
    results.push(await measured(client, load));
  }
  mkdirSync('reports', { recursive: true });
  writeFileSync('reports/load.json', JSON.stringify(results, undefined, 2));
  process.stdout.write(`${options.json ? JSON.stringify(results) : results.map(line).join('\n')}\n`);
  await client.completions.stop();
} finally {
  await system.stop();
}
process.exit(0);
