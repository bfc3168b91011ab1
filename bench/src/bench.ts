// `npm run bench`: how fast sagas are, against the least that any honest system must do, and what each of them costs.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { endOnSignals } from '@saga-lab/launcher/command/ending';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { endOnFailures, failed } from '@saga-lab/launcher/command/failed';
import { progressOn } from '@saga-lab/launcher/command/progress';
import { prepareDataDir } from '@saga-lab/launcher/system/data-dir';
import { startServers } from '@saga-lab/launcher/system/servers';
import { defaultDataDir } from '@saga-lab/launcher/system/system';
import { contest } from './contest/contest.ts';
import type { Run } from './contest/contest.ts';
import type { ContestantName } from './contest/contestant.ts';
import { planOf } from './contest/plan.ts';
import { databasesAt } from './counters/databases.ts';
import { comparedLoads } from './figures/comparison.ts';
import { machineOf } from './figures/machine.ts';
import { shown, tableOf } from './report/table.ts';

const numbers = (text: string): number[] =>
  text.split(',').map((one) => {
    if (!/^\d{1,6}$/.test(one) || Number(one) === 0)
      throw new InvalidArgumentError('It must be whole numbers above 0, with commas between.');
    return Number(one);
  });
const oneNumber = (text: string): number => numbers(text)[0] ?? 0;

const options = new Command('npm run bench --')
  .description(
    'measures sagas per second, latencies and what one saga costs, against a floor that does the least',
  )
  .addOption(new Option('--smoke', 'the ratios alone, in half a minute').conflicts('full'))
  .option('--full', 'everything, in a quarter of an hour, with a page in reports/')
  .option('--at-once <list>', 'closed loop: so many sagas underway at once, such as 1,50,200', numbers)
  .option(
    '--rate <list>',
    'open loop: so many sagas begin in a second, however slow the answers are',
    numbers,
  )
  .option('--refused <percent>', 'of a hundred orders so many are refused', oneNumber)
  .option('--articles <n>', 'among how many articles the orders are spread', oneNumber)
  .option('--rounds <n>', 'how often everything is measured', oneNumber)
  .option('--seconds <n>', 'how long each run is measured', oneNumber)
  .addOption(new Option('--only <contestant>', 'measure one alone').choices(['ours', 'floor']))
  .option('--json', 'print JSON only')
  .parse()
  .opts<{
    smoke?: true;
    full?: true;
    atOnce?: number[];
    rate?: number[];
    refused?: number;
    articles?: number;
    rounds?: number;
    seconds?: number;
    only?: ContestantName;
    json?: true;
  }>();

endOnFailures();
const progress = progressOn(process.stderr);
const dataDir = join(defaultDataDir, 'bench');
const live: { stop?: () => Promise<void> }[] = [];
const stopAll = async () => {
  for (const each of live.toReversed()) await each.stop?.();
};
endOnSignals({ stop: stopAll, exitCode: () => exitCodes.interrupted, say: progress.say });

const told = ({ contestant, load, figures }: Run): void => {
  const { perSecond, latency } = figures;
  progress.say(
    `  ${contestant}, ${load}: ${shown(perSecond)} sagas/s, p50 ${shown(latency.p50)} ms, p99 ${shown(latency.p99)} ms`,
  );
};

try {
  const plan = planOf({ ...options, extent: options.full ? 'full' : options.smoke ? 'smoke' : 'usual' });
  await prepareDataDir(dataDir, progress.say);
  for (const part of ['mongo', 'broker', 'ours'])
    rmSync(join(dataDir, part), { recursive: true, force: true });
  const starting = startServers({ dataDir, log: progress.say });
  const { servers, infrastructure } = await progress.during('Starting broker and databases', starting);
  live.push(servers);
  const databases = await databasesAt(infrastructure.mongoUrl);
  live.push({ stop: databases.close });
  const ground = { infrastructure, databases, dataDir, log: () => undefined };
  const machine = await machineOf(ground);
  const turn: (typeof live)[number] = {};
  live.push(turn);
  const runs = await contest(ground, plan, {
    during: progress.during,
    measured: told,
    running: (contestant) => {
      if (contestant) turn.stop = contestant.stop;
      else delete turn.stop;
    },
  });
  const result = { at: new Date().toISOString(), machine, plan, loads: comparedLoads(runs), runs };
  mkdirSync('reports', { recursive: true });
  writeFileSync('reports/bench.json', JSON.stringify(result, undefined, 2));
  process.stdout.write(`${options.json ? JSON.stringify(result) : tableOf(result.loads)}\n`);
  await stopAll();
} catch (error) {
  await stopAll();
  failed(error);
}
process.exit();
