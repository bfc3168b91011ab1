// `npm run sweep`: kills every service at every point, over every message of each protocol, and says what came of it.
import { mkdirSync } from 'node:fs';
import { endOnSignals } from '@saga-lab/launcher/command/ending';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { endOnFailures, failed } from '@saga-lab/launcher/command/failed';
import { progressOn } from '@saga-lab/launcher/command/progress';
import type { Progress } from '@saga-lab/launcher/command/progress';
import { lab } from '../../client/lab.ts';
import { auditSystem } from '../../reader/audit-system.ts';
import { writeReport } from '../../report/run-folder.ts';
import { painter, wantsColour } from '../../show/paint.ts';
import { idOf } from '../../sweep/cells/cells.ts';
import { grids } from '../../sweep/cells/grids.ts';
import { uncovered } from '../../sweep/cells/messages.ts';
import { twinNamed } from '../../sweep/build/twins.ts';
import type { TwinName } from '../../sweep/build/twins.ts';
import type { CellResult } from '../../sweep/run/result.ts';
import { patientAsk } from '../../sweep/run/patient-client.ts';
import { protocolWaits, startSweepSystem } from '../../sweep/run/sweep-system.ts';
import type { SweepSystem } from '../../sweep/run/sweep-system.ts';
import { sweep } from '../../sweep/run/sweep.ts';
import { reportOf } from '../../sweep/show/report.ts';
import type { Swept } from '../../sweep/show/report.ts';
import { sweepOptions } from './options.ts';
import type { SweepCommand, Wanted } from './options.ts';
import { dataOf, outcomeLines, worstOf } from './outcome.ts';
import type { SweepOutcome } from './outcome.ts';

const MOST_SEED = 1_000_000;
const PLAIN_WIDTH = 80;
const AUDIT_WAIT_MS = 30_000;

const main = async (): Promise<void> => {
  const told = sweepOptions(process.argv.slice(2), 1 + Math.floor(Math.random() * (MOST_SEED - 1)));
  const progress = progressOn(process.stderr);
  const live: { running?: SweepSystem } = {};
  const isEnding = endOnSignals({
    stop: async (how) => live.running?.close(how),
    exitCode: () => exitCodes.interrupted,
    say: progress.say,
  });
  const cells = told.wanted.reduce((sum, one) => sum + one.cells.length, 0);
  progress.say(`${cells} cells: ${told.command}`);
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const outcomes: SweepOutcome[] = [];
  for (const wanted of told.wanted) {
    const { protocol } = wanted.grid;
    const folder = ['reports/sweep', ...(protocol === 'saga' ? [] : [protocol]), stamp].join('-');
    const outcome = await sweepAll(wanted, told, { live, folder, progress }).catch((error: unknown) =>
      isEnding() ? undefined : failed(error),
    );
    if (!outcome) return; // somebody told this to end, which it does already
    outcomes.push(outcome);
    if (!told.json) say(outcome);
  }
  if (told.json) print(JSON.stringify(dataOf(outcomes), undefined, 2));
  process.exitCode = worstOf(outcomes);
};

interface Place {
  readonly live: { running?: SweepSystem };
  readonly folder: string;
  readonly progress: Progress;
}

/** On a system of its own. */
const sweepAll = async (
  wanted: Wanted,
  { twin, command }: SweepCommand,
  place: Place,
): Promise<SweepOutcome> => {
  const { live, folder, progress } = place;
  const env = wanted.grid.protocol === 'saga' || twin !== undefined ? {} : protocolWaits;
  const running = await progress.during(
    'Building and starting the services',
    startSweepSystem({ twin, env, log: progress.say }),
  );
  live.running = running;
  const swept = { ...(await sweepOn(running, wanted, { twin, place })), command };
  await progress.during('Stopping', running.close());
  return { ...swept, twin, report: await writeReport(folder, reportOf(swept)) };
};

const sweepOn = async (
  running: SweepSystem,
  { grid, cells }: Wanted,
  { twin, place: { folder, progress } }: { readonly twin: TwinName | undefined; readonly place: Place },
): Promise<Omit<Swept, 'command'>> => {
  const began = Date.now();
  mkdirSync(folder, { recursive: true });
  let done = 0;
  const onCell = ({ cell, state, seconds }: CellResult): void => {
    done += 1;
    progress.say(`${done} of ${cells.length}: ${idOf(cell)} ${state}, ${seconds.toFixed(1)} s`);
  };
  const swept = await progress.during(
    'Sweeping',
    sweep(running, cells, { onCell, reportDir: folder, oneByOne: twin !== undefined }),
  );
  const whole = await progress.during('Checking the whole system', wholeSystem(running));
  const at = new Date().toISOString();
  return { grid, sweep: swept, build: twinNamed(twin), twin, ...whole, began, at };
};

/** Of all cells together, once more. */
const wholeSystem = async ({ system }: SweepSystem): Promise<Pick<Swept, 'verdicts' | 'uncovered'>> => {
  const access = { urls: system.urls(), adminToken: system.adminToken };
  const options = { limit: Number.MAX_SAFE_INTEGER, waitMs: AUDIT_WAIT_MS, tell: () => undefined };
  const { audit, observation } = await auditSystem(lab(access, patientAsk(access)), options);
  const rows = grids.flatMap((grid) => grid.rows);
  return { verdicts: audit.verdicts, uncovered: uncovered(observation.reading.history.all, rows) };
};

const say = (outcome: SweepOutcome): void => {
  const paint = painter(wantsColour(process.stdout, process.env));
  const width = process.stdout.columns || PLAIN_WIDTH; // 0 where the terminal does not know
  print(outcomeLines(outcome, { width, paint }).join('\n'));
};

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

endOnFailures();
await main().catch(failed);
