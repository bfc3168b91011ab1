// `npm run bench:growth`: how the cost of a saga grows with what is behind it, beside it, in it and in front of it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endOnSignals } from '@saga-lab/launcher/command/ending';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { endOnFailures, failed } from '@saga-lab/launcher/command/failed';
import { progressOn } from '@saga-lab/launcher/command/progress';
import { defaultDataDir } from '@saga-lab/launcher/system/system';
import { articlesSeries } from './articles.ts';
import { backlogSeries } from './backlog.ts';
import { historySeries } from './history.ts';
import { idleSeries } from './idle.ts';
import { instancesSeries } from './instances.ts';
import { linesSeries } from './lines.ts';
import { memorySeries } from './long-run.ts';
import { growthOptions } from './options.ts';
import { overloadSeries } from './overload.ts';
import { pageOf } from './page.ts';
import { growthOf } from './plan.ts';
import { record } from './result.ts';
import type { GrowthResult } from './result.ts';
import type { Series, SeriesName } from './series.ts';
import type { World } from './stand.ts';
import { tableOf } from './table.ts';

const measures: Readonly<Record<SeriesName, (world: World) => Promise<Series>>> = {
  history: historySeries,
  instances: instancesSeries,
  articles: articlesSeries,
  lines: linesSeries,
  backlog: backlogSeries,
  overload: overloadSeries,
  memory: memorySeries,
  idle: idleSeries,
};

endOnFailures();
const options = growthOptions(process.argv.slice(2));
const { say, during } = progressOn(process.stderr);
const world: World = {
  growth: growthOf({ isShort: options.short }),
  dataDir: join(defaultDataDir, 'bench-growth'),
  say,
  during,
  live: { stop: () => Promise.resolve() },
};
endOnSignals({ stop: () => world.live.stop(), exitCode: () => exitCodes.interrupted, say });

/** Each time that a series is done: what comes later may fail. */
const keep = (result: GrowthResult): void => {
  mkdirSync('reports', { recursive: true });
  writeFileSync('reports/growth.json', JSON.stringify(result, undefined, 2));
  writeFileSync('reports/growth.html', pageOf(result));
  if (options.record) record(result);
};

const measure = async (): Promise<GrowthResult> => {
  const command = ['npm run bench:growth --', ...process.argv.slice(2)].join(' ');
  let result: GrowthResult | undefined;
  for (const [n, name] of options.only.entries()) {
    say(`${n + 1} of ${options.only.length}: ${name}`);
    const one = await measures[name](world);
    for (const sentence of one.says) say(`  ${sentence}`);
    if (!world.machine) throw new Error('it was measured on no machine');
    const series = [...(result?.series ?? []), one];
    result = { command, at: new Date().toISOString(), machine: world.machine, series };
    keep(result);
  }
  if (!result) throw new Error('nothing was measured');
  return result;
};

try {
  const result = await measure();
  say('Report: reports/growth.html');
  process.stdout.write(`${options.json ? JSON.stringify(result) : tableOf(result.series)}\n`);
} catch (error) {
  await world.live.stop();
  failed(error);
}
process.exit();
