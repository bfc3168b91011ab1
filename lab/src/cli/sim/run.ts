// `npm run sim`: many seeds on several workers; what came of them in figures, and each red one as a schedule.
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { findingLines } from '../finding.ts';
import type { Outcome } from '../outcome.ts';
import { progressBar } from '../progress-bar.ts';
import type { HowFar } from '../progress-bar.ts';
import type { RunCommand } from './command.ts';
import { howFar } from './how-far.ts';
import { memoryWatch } from './memory-watch.ts';
import type { Shares } from './profile.ts';
import type { Report } from '../../report/report.ts';
import { redFinding, treatRedRuns } from './red-runs.ts';
import { written } from './report.ts';
import { reportOfSeeds, seedsFolder } from './seeds-report.ts';
import { runSeeds } from './run-seeds.ts';
import { figureLines } from './show-totals.ts';
import type { SeedFigures } from './show-totals.ts';
import { simWorker } from './sim-worker.ts';
import type { SimWorker } from './sim-worker.ts';
import { newTotals } from './totals.ts';

/** Red runs after which a run ends: more of them would tell nothing new. */
const MOST_RED = 10;

export interface RunSurroundings {
  /** The module of a worker. */
  readonly entry: URL;
  /** Folder for what red runs leave behind. */
  readonly reports: string;
  readonly signal: AbortSignal;
  readonly stderr: NodeJS.WriteStream;
  /** Writes a report into a folder, and resolves with the path of its page. */
  readonly write: (folder: string, report: Report) => Promise<string>;
  /** Of a worker with one run; as long as `sim-worker.ts` says unless told. */
  readonly patienceMs?: number;
}

export const runSim = async (command: RunCommand, surroundings: RunSurroundings): Promise<Outcome> => {
  let shares: Shares | undefined;
  const workers = Array.from({ length: Math.min(command.workers, command.seeds ?? Infinity) }, (_, n) =>
    simWorker({
      entry: surroundings.entry,
      twin: command.twin,
      forgets: command.forgets,
      protocols: command.protocols,
      profile: n === 0,
      patienceMs: surroundings.patienceMs,
      onShares: (found) => {
        shares = found;
      },
    }),
  );
  try {
    const figures = { ...(await figuresOf(command, surroundings, workers)), shares };
    return await outcomeOf(figures, surroundings, workers);
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
};

const figuresOf = async (
  { from, seeds, minutes, twin, protocols }: RunCommand,
  { signal, stderr }: RunSurroundings,
  workers: readonly SimWorker[],
): Promise<SeedFigures> => {
  const totals = newTotals();
  const began = performance.now();
  const elapsed = () => performance.now() - began;
  const soFar = () =>
    howFar({ done: totals.seeds(), red: totals.red(), elapsedMs: elapsed(), seeds, minutes });
  const memory = memoryWatch(() => soFar().share ?? 1);
  const bar = progressBar(stderr, soFar);
  try {
    const take = totals.add;
    const now = () => performance.now();
    const ended = await runSeeds({ workers, from, seeds, minutes, mostRed: MOST_RED, signal, now, take });
    const all = { totals: totals.totals(), elapsedMs: elapsed(), memory: memory.stop() };
    return { ...all, from, twin, protocols, ended, workers: workers.length };
  } finally {
    bar.stop();
    memory.stop();
  }
};

const outcomeOf = async (
  figures: SeedFigures,
  { reports, signal, stderr, write }: RunSurroundings,
  [worker]: readonly SimWorker[],
): Promise<Outcome> => {
  const { totals, twin, protocols, ended } = figures;
  let state: HowFar = { text: '' };
  const tell = (text: string) => {
    state = { text };
  };
  const bar = totals.red.length > 0 ? progressBar(stderr, () => state) : undefined;
  const red = worker
    ? await treatRedRuns(totals.red, { worker, reports, twin, protocols, signal, tell })
    : [];
  bar?.stop();
  const page =
    totals.seeds > 1
      ? await write(seedsFolder(reports, figures), reportOfSeeds(figures, red, new Date().toISOString()))
      : undefined;
  const findings = [...red.map(redFinding), ...(page === undefined ? [] : [written(page)])];
  return {
    data: { holds: red.length === 0, ...figures, totals: { ...totals, red }, report: page },
    lines: (paint) => [...figureLines(figures, paint), ...findingLines(findings, paint)],
    exitCode: exitCodeOf(red.length, ended),
  };
};

const exitCodeOf = (red: number, ended: SeedFigures['ended']): number => {
  if (red > 0) return exitCodes.violated;
  return ended === 'stopped' ? exitCodes.interrupted : exitCodes.holds;
};
