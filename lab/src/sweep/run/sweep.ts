// The sweep: one system, and for each service a lane in which its cells come one after the other.
import { join } from 'node:path';
import { serviceNames } from '@saga-lab/contracts/services';
import { webIds } from '@saga-lab/platform/service/web-ids';
import { systemClock } from '@saga-lab/platform/time/system-clock';
import { lab } from '../../client/lab.ts';
import { deadLetterIds } from '../../reader/read-system.ts';
import type { Cell } from '../cells/cells.ts';
import { idOf } from '../cells/cells.ts';
import { openedAhead } from './ahead.ts';
import { namesOf } from './names.ts';
import { patientAsk } from './patient-client.ts';
import { plansIn } from './plans.ts';
import type { CellResult } from './result.ts';
import { abandonCell, openCell, runCell } from './run-cell.ts';
import type { CellParts } from './cell-parts.ts';
import type { SweepSystem } from './sweep-system.ts';

export interface SweepOptions {
  /** Told of each cell when it is over. */
  readonly onCell: (result: CellResult) => void;
  /** Where the histories of red cells go. */
  readonly reportDir: string;
  /** All cells in one lane: a system that loses messages when it is killed must not be killed beside another cell. */
  readonly oneByOne?: boolean;
  /** How long to wait for a saga's end and for a death, ms; 45 s by default. */
  readonly patienceMs?: number;
  /** How long read models and marks may take to follow before what is seen counts, ms; 10 s by default. */
  readonly catchUpMs?: number;
  /**
   * How long somebody who does not return is away at most, ms; 30 s by default, which is longer than anybody waits before
   * asking with the settings of a sweep.
   */
  readonly awayMs?: number;
}

export interface Sweep {
  /** In the order of the cells. */
  readonly results: readonly CellResult[];
  /** How often the launcher saw a process end by SIGKILL. */
  readonly kills: number;
  /** Crashes that nobody ordered. */
  readonly otherCrashes: readonly string[];
  readonly seconds: number;
}

const PATIENCE_MS = 45_000;
const CATCH_UP_MS = 10_000;
const AWAY_MS = 30_000;
interface Numbered {
  readonly cell: Cell;
  readonly n: number;
}

/**
 * Cells of different services run at the same time: each process dies for its own cell alone. Behind all others come those in which
 * somebody does not return, because all who are there count in them.
 */
export const sweep = async (
  running: SweepSystem,
  cells: readonly Cell[],
  options: SweepOptions,
): Promise<Sweep> => {
  const begin = performance.now();
  const killsBefore = running.kills();
  const play = await player(running, options);
  const numbered = cells.map((cell, n) => ({ cell, n }));
  const away = numbered.filter(({ cell }) => cell.pass === 'away');
  const returning = numbered.filter(({ cell }) => cell.pass !== 'away');
  const lanes = options.oneByOne
    ? [returning]
    : serviceNames.map((service) => returning.filter(({ cell }) => cell.service === service));
  const results = [...(await Promise.all(lanes.map(play))).flat(), ...(await play(away))];
  return {
    results: results.sort((a, b) => a.n - b.n).map(({ result }) => result),
    kills: running.kills() - killsBefore,
    otherCrashes: running.otherCrashes(),
    seconds: (performance.now() - begin) / 1_000,
  };
};

/** Plays the cells of a lane. */
const player = async ({ system, folder }: SweepSystem, options: SweepOptions) => {
  const { onCell, reportDir, patienceMs = PATIENCE_MS, catchUpMs = CATCH_UP_MS, awayMs = AWAY_MS } = options;
  const access = { urls: system.urls(), adminToken: system.adminToken };
  const visitor = lab(access, patientAsk(access, awayMs));
  const plans = plansIn(folder);
  // Two sweeps of one process may meet the same databases.
  const run = webIds.unique().slice(0, 8);
  const deadLettersBefore = await deadLetterIds(visitor);
  const given = { lab: visitor, plans, deadLettersBefore, patienceMs, catchUpMs, awayMs };

  return async (
    lane: readonly Numbered[],
  ): Promise<readonly { readonly n: number; readonly result: CellResult }[]> => {
    const results: { n: number; result: CellResult }[] = [];
    const partsOf = ({ cell, n }: Numbered, runName = run): CellParts => {
      const historyFile = join(reportDir, `${idOf(cell).replaceAll(/[/:]/g, '.')}.jsonl`);
      const names = namesOf(runName, n);
      return { ...given, names, historyFile };
    };
    /** With another order, which is placed now; what the first one kept back gets through. */
    const playAgain = (one: Numbered): Promise<CellResult> => {
      abandonCell(one.cell, partsOf(one));
      const parts = partsOf(one, `${run}-again`);
      return runCell(one.cell, parts, openCell(one.cell, parts));
    };
    const playOne = async (one: Numbered, opened: ReturnType<typeof openCell>): Promise<CellResult> => {
      const first = await runCell(one.cell, partsOf(one), opened);
      const isInVain = opened !== undefined && first.state === 'not reached' && first.deaths.length === 0;
      return isInVain ? playAgain(one) : first;
    };
    const early = openedAhead({
      openOne: (one: Numbered) => openCell(one.cell, partsOf(one)),
      clock: systemClock,
    });
    for (const [at, next] of lane.entries()) {
      const coming = lane.slice(at + 1);
      const result = await early.during([next, ...coming], (opened, isMissed) =>
        isMissed ? playAgain(next) : playOne(next, opened),
      );
      onCell(result);
      results.push({ n: next.n, result });
    }
    return results;
  };
};
