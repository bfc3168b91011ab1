// `npm run bench`: how fast sagas are, against the least that any honest system must do, and what each of them costs.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { parsedCommand } from '@saga-lab/lab/cli/parsed-command';
import { endOnSignals } from '@saga-lab/launcher/command/ending';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { endOnFailures, failed } from '@saga-lab/launcher/command/failed';
import { progressOn } from '@saga-lab/launcher/command/progress';
import { defaultDataDir } from '@saga-lab/launcher/system/system';
import { contest } from './contest/contest.ts';
import type { Run } from './contest/contest.ts';
import { peerNames } from './contest/contestant.ts';
import type { Contestant, ContestantName, PeerName } from './contest/contestant.ts';
import { openGround } from './contest/ground.ts';
import type { OpenGround } from './contest/ground.ts';
import { planOf, runsOf } from './contest/plan.ts';
import type { Plan } from './contest/plan.ts';
import { hashOf, provideCheckout } from './earlier/checkout.ts';
import { comparedLoads } from './figures/comparison.ts';
import { machineOf } from './figures/machine.ts';
import { judged, readRecorded, record, sentenceOf } from './figures/recorded.ts';
import type { Result } from './figures/result.ts';
import { providePeers } from './peers/provide.ts';
import { pageOf } from './report/page.ts';
import { shown, tableOf } from './report/table.ts';

const numbers = (text: string): number[] =>
  text.split(',').map((one) => {
    if (!/^\d{1,6}$/.test(one) || Number(one) === 0)
      throw new InvalidArgumentError('It must be whole numbers above 0, with commas between.');
    return Number(one);
  });
const peersIn = (text: string): readonly PeerName[] =>
  text.split(',').map((one) => {
    const name = peerNames.find((known) => known === one);
    if (name === undefined) throw new InvalidArgumentError(`They are: ${peerNames.join(',')}.`);
    return name;
  });
const oneNumber = (text: string): number => numbers(text)[0] ?? 0;

const command = new Command('npm run bench --')
  .description(
    'measures sagas per second, latencies and what one saga costs, against a floor that does the least',
  )
  .addOption(new Option('--smoke', 'the ratios alone, in half a minute').conflicts('full'))
  .option('--full', 'everything, in twenty minutes, with a page in reports/')
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
  .addOption(
    new Option('--only <contestant>', 'measure one alone')
      .choices(['ours', 'floor', ...peerNames])
      .conflicts(['earlier', 'peers']),
  )
  .addOption(
    new Option('--cluster', 'on a broker of three nodes and databases of three members').conflicts([
      'earlier',
      'record',
    ]),
  )
  .option('--earlier <commit>', 'compare with an earlier commit, too, on servers of its own')
  .option('--peers <list>', `compare with others, too: ${peerNames.join(',')}`, peersIn)
  .option('--record', 'write what came out to bench/recorded.json, for documents and for smoke tests to come')
  .option('--json', 'print JSON only');

endOnFailures();
const options = parsedCommand(command, process.argv.slice(2)).opts<{
  smoke?: true;
  full?: true;
  atOnce?: number[];
  rate?: number[];
  refused?: number;
  articles?: number;
  rounds?: number;
  seconds?: number;
  cluster?: true;
  only?: ContestantName;
  earlier?: string;
  peers?: readonly PeerName[];
  record?: true;
  json?: true;
}>();
const progress = progressOn(process.stderr);
const live: { ground?: OpenGround; contestant?: Contestant | undefined } = {};
const stopAll = async () => {
  await live.contestant?.stop();
  await live.ground?.close();
};
endOnSignals({ stop: stopAll, exitCode: () => exitCodes.interrupted, say: progress.say });

/** Says of each run what came out, and how far it is. */
const teller = (plan: Plan): ((run: Run) => void) => {
  const [all, begun] = [runsOf(plan), performance.now()];
  let done = 0;
  return ({ contestant, load, figures: { perSecond, latency } }) => {
    done += 1;
    const minutesLeft = Math.ceil((((performance.now() - begun) / done) * (all - done)) / 60_000);
    progress.say(
      `  ${done} of ${all}, some ${minutesLeft} min left: ${contestant}, ${load}: ${shown(perSecond)} sagas/s, p50 ${shown(latency.p50)} ms, p99 ${shown(latency.p99)} ms`,
    );
  };
};

const measure = async (plan: Plan): Promise<Result> => {
  const dataDir = join(defaultDataDir, 'bench');
  const { during } = progress;
  const peers = await providePeers(plan.contestants, { during, logDir: join(dataDir, 'logs') });
  const { earlier } = plan;
  if (earlier !== undefined)
    await during(`Setting up commit ${earlier} (about two minutes)`, provideCheckout(earlier, dataDir));
  const opening = openGround(dataDir, progress.say, options.cluster);
  const ground = await progress.during('Starting broker and databases', opening);
  live.ground = ground;
  const machine = await machineOf(ground, {
    ...peers,
    ...(options.cluster && { servers: 'three nodes of the broker, three members of each database' }),
    ...(earlier !== undefined && { earlier: `commit ${earlier}, on servers of its own` }),
  });
  const runs = await contest(ground, plan, {
    during,
    measured: teller(plan),
    running: (contestant) => (live.contestant = contestant),
  });
  const command = ['npm run bench --', ...process.argv.slice(2)].join(' ');
  return { command, at: new Date().toISOString(), machine, plan, loads: comparedLoads(runs), runs };
};

const judge = (result: Result): readonly string[] => {
  const all = judged(result.loads, readRecorded());
  if (!all.every(({ holds }) => holds)) process.exitCode = exitCodes.violated;
  return ['', ...all.map(sentenceOf)];
};

try {
  const { smoke, full, json, record: isRecorded } = options;
  const extent = full ? 'full' : smoke ? 'smoke' : 'usual';
  const result = await measure(
    planOf({
      ...options,
      extent,
      earlier: options.earlier === undefined ? undefined : hashOf(options.earlier),
    }),
  );
  await stopAll();
  mkdirSync('reports', { recursive: true });
  writeFileSync('reports/bench.json', JSON.stringify(result, undefined, 2));
  writeFileSync('reports/bench.html', pageOf(result));
  progress.say('Report: reports/bench.html');
  if (isRecorded) record(result);
  const lines = [tableOf(result.loads), ...(smoke ? judge(result) : [])];
  process.stdout.write(`${json ? JSON.stringify(result) : lines.join('\n')}\n`);
} catch (error) {
  await stopAll();
  failed(error);
}
process.exit();
