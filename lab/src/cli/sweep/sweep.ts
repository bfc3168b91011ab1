// `npm run sweep`: kills every service at every point, over every message, and says what came of it.
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
import { uncovered } from '../../sweep/cells/messages.ts';
import { twinNamed } from '../../sweep/build/twins.ts';
import type { CellResult } from '../../sweep/run/result.ts';
import { patientAsk } from '../../sweep/run/patient-client.ts';
import { startSweepSystem } from '../../sweep/run/sweep-system.ts';
import type { SweepSystem } from '../../sweep/run/sweep-system.ts';
import { sweep } from '../../sweep/run/sweep.ts';
import { reportOf } from '../../sweep/show/report.ts';
import type { Swept } from '../../sweep/show/report.ts';
import { sweepOptions } from './options.ts';
import type { SweepCommand } from './options.ts';
import { exitCodeOf, outcomeData, outcomeLines } from './outcome.ts';

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
  progress.say(`${told.cells.length} cells: ${told.command}`);
  const { twin } = told;
  const running = await progress.during(
    'Building and starting the services',
    startSweepSystem({ twin, log: progress.say }),
  );
  live.running = running;
  const folder = `reports/sweep-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  const swept = await sweepOn(running, told, { folder, progress }).catch((error: unknown) =>
    isEnding() ? undefined : failed(error),
  );
  if (!swept) return; // somebody told this to end, which it does already
  await progress.during('Stopping', running.close());
  const report = await writeReport(folder, reportOf(swept));
  print({ ...swept, twin, report }, told.json);
};

const sweepOn = async (
  running: SweepSystem,
  { cells, twin, command }: SweepCommand,
  { folder, progress }: { readonly folder: string; readonly progress: Progress },
): Promise<Swept> => {
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
  return { sweep: swept, build: twinNamed(twin), twin, command, ...whole, began, at };
};

/** Of all cells together, once more. */
const wholeSystem = async ({ system }: SweepSystem): Promise<Pick<Swept, 'verdicts' | 'uncovered'>> => {
  const access = { urls: system.urls(), adminToken: system.adminToken };
  const options = { limit: Number.MAX_SAFE_INTEGER, waitMs: AUDIT_WAIT_MS, tell: () => undefined };
  const { audit, observation } = await auditSystem(lab(access, patientAsk(access)), options);
  return { verdicts: audit.verdicts, uncovered: uncovered(observation.reading.history.all) };
};

const print = (outcome: Parameters<typeof exitCodeOf>[0], json: boolean): void => {
  const paint = painter(wantsColour(process.stdout, process.env));
  const width = process.stdout.columns || PLAIN_WIDTH; // 0 where the terminal does not know
  const text = json
    ? JSON.stringify(outcomeData(outcome), undefined, 2)
    : outcomeLines(outcome, { width, paint }).join('\n');
  process.stdout.write(`${text}\n`);
  process.exitCode = exitCodeOf(outcome);
};

endOnFailures();
await main().catch(failed);
