// The sweep as a report: two grids, what is red, and the figures.
import { serviceNames } from '@saga-lab/contracts/services';
import type { Verdict } from '../../checker/verdict.ts';
import { grid } from '../../report/grid.ts';
import type { Grid, GridRow } from '../../report/grid.ts';
import type { State } from '../../report/marks.ts';
import { markup } from '../../report/markup.ts';
import type { Section } from '../../report/page.ts';
import type { Figure } from '../../report/pieces.ts';
import type { Report } from '../../report/report.ts';
import type { CellState, TwinBuild } from '../build/twins.ts';
import { idOf } from '../cells/cells.ts';
import type { Grid as Cells, Pass } from '../cells/cells.ts';
import type { Row } from '../cells/messages.ts';
import { pointNames } from '../cells/points.ts';
import type { Point } from '../cells/points.ts';
import type { CellResult } from '../run/result.ts';
import type { Sweep } from '../run/sweep.ts';
import {
  byPoint,
  byService,
  checkCommand,
  commandFor,
  exclusions,
  statesOf,
  summary,
  unexpected,
} from './figures.ts';

export interface Swept {
  readonly grid: Cells;
  readonly sweep: Sweep;
  readonly build: TwinBuild;
  readonly twin?: string | undefined;
  readonly command: string;
  /** Of the whole system, after the last cell. */
  readonly verdicts: readonly Verdict[];
  /** Messages of which no cell tells anything, in sentences. */
  readonly uncovered: readonly string[];
  /** When it began, milliseconds since the epoch, and when it ended, ISO 8601. */
  readonly began: number;
  readonly at: string;
}

const states: Readonly<Record<CellState, State>> = {
  green: 'holds',
  blocked: 'holds',
  red: 'violated',
  'not reached': 'open',
};

export const reportOf = (swept: Swept): Report => {
  const { sweep, command, at, verdicts, began, grid: cells } = swept;
  const wrong = unexpected(sweep, swept.build);
  return {
    title: titleOf(swept),
    command,
    at,
    began,
    verdicts,
    real: [
      'The four services, each a process of its own that is killed by SIGKILL and started again; RabbitMQ; MongoDB; HTTP.',
      'The waits of the outbox and of timers are shorter than usual.',
    ],
    simulated: [
      'The moment of each death: the process ends itself at the point of its cell.',
      ...(swept.twin === undefined ? [] : [`A bug that was planted on purpose. ${swept.build.sentence}`]),
    ],
    figures: figuresOf(swept),
    injections: sweep.results
      .flatMap(({ cell, deaths }) => deaths.map((death) => ({ cell, death })))
      .map(({ cell, death }) => ({
        at: Date.parse(death.at) - began,
        what: `killed at ${death.point} of ${death.type}`,
        service: cell.service,
      }))
      .sort((a, b) => a.at - b.at),
    outcome: { state: outcomeState(sweep, wrong), sentence: summary(sweep) },
    sections: [
      { id: 'first', title: 'Killed once', body: grid(gridOf(swept, 'first')) },
      {
        id: 'again',
        title: 'Killed again when the message came back',
        body: grid(gridOf(swept, 'redelivery')),
      },
      ...(cells.cells.some(({ pass }) => pass === 'away')
        ? [{ id: 'away', title: 'Killed, and not there again', body: grid(gridOf(swept, 'away')) }]
        : []),
      ...historySection(sweep.results),
    ],
  };
};

const titleOf = ({ grid: { protocol }, twin }: Swept): string =>
  [
    'Crash sweep',
    ...(protocol === 'saga' ? [] : [`under ${protocol}`]),
    ...(twin === undefined ? [] : [`of the twin ${twin}`]),
  ].join(' ');

/** Of each red cell: what to type to look at it again. */
const historySection = (results: readonly CellResult[]): readonly Section[] => {
  const kept = results.flatMap(({ cell, history }) => (history === undefined ? [] : [{ cell, history }]));
  if (kept.length === 0) return [];
  const items = kept.map(
    ({ cell, history }) => markup`<li>${idOf(cell)}: <code>${checkCommand(history)}</code></li>\n`,
  );
  return [{ id: 'histories', title: 'Histories of red cells', body: markup`<ul>${items}</ul>` }];
};

const outcomeState = ({ results }: Sweep, wrong: readonly CellResult[]): State => {
  if (results.length === 0) return 'none';
  if (wrong.length === 0) return 'holds';
  return wrong.every(({ state }) => state === 'not reached') ? 'open' : 'violated';
};

const captions: Readonly<Record<Pass, string>> = {
  first: 'Whether everything added up after a process was killed once.',
  redelivery: 'Whether everything added up after a process was killed twice over the same message.',
  away: 'Whether the others ended the order without a process that was killed, or waited where that is promised, and everything added up when it had returned.',
};

const gridOf = ({ sweep, twin, grid: { rows, cells } }: Swept, pass: Pass): Grid => {
  const found = new Map(sweep.results.map((result) => [idOf(result.cell), result]));
  const known = new Set(cells.map(idOf));
  const cellOf = (row: Row, point: Point): GridRow['cells'][number] => {
    const id = idOf({ ...row, point, pass });
    const result = found.get(id);
    if (result) return shown(result, twin);
    return known.has(id) ? { state: 'none', sentence: `${id} was not tried.` } : undefined;
  };
  return {
    caption: `${captions[pass]} An empty place: no such case.`,
    rowsAre: 'message',
    columns: pointNames.map((point) => point.replace('-', ' ')),
    groups: serviceNames.map((service) => ({
      title: service,
      rows: rows
        .filter((row) => row.service === service)
        .map((row) => ({ title: row.message, cells: pointNames.map((point) => cellOf(row, point)) })),
    })),
  };
};

const shown = (result: CellResult, twin: string | undefined) => {
  const { state, sentence, violated } = result;
  const [first] = violated;
  return {
    state: states[state],
    sentence,
    command: commandFor(result, twin),
    ...(state === 'blocked' && { label: 'blocked' }),
    ...(first && { label: first.invariant }),
  };
};

const figuresOf = ({ sweep: { results }, grid: cells }: Swept): readonly Figure[] => [
  {
    name: 'Cells and deaths, by service',
    heading: ['service', 'cells', ...statesOf(results), 'deaths'],
    rows: byService(results),
  },
  {
    name: 'Deaths by point, and how far what was on its way had got',
    heading: ['point', 'cells', 'deaths', 'driver had the answer', 'commit had landed'],
    rows: byPoint(results),
  },
  {
    name: 'Cells that cannot exist, and why',
    heading: ['rule', 'cells'],
    rows: exclusions(cells).map(([rule, many]) => [rule, many]),
  },
];
