// The sweep in figures, for the terminal, the page and machines.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { idOf } from '../cells/cells.ts';
import type { Grid } from '../cells/cells.ts';
import { definitionOf, pointNames } from '../cells/points.ts';
import type { CellState, TwinBuild } from '../build/twins.ts';
import type { CellResult } from '../run/result.ts';
import type { Sweep } from '../run/sweep.ts';
import { count } from '../../checker/verdict.ts';

export const inState = (results: readonly CellResult[], state: CellState): readonly CellResult[] =>
  results.filter((result) => result.state === state);

export const deathsIn = (results: readonly CellResult[]): number =>
  results.reduce((sum, { deaths }) => sum + deaths.length, 0);

/** What is as it should not be, in the build that was swept. */
export const unexpected = ({ results }: Sweep, build: TwinBuild): readonly CellResult[] =>
  results.filter(({ cell, state, landed }) => !build.expected(cell, landed).includes(state));

export const summary = (sweep: Sweep): string => {
  const { results, kills, seconds } = sweep;
  const of = (state: CellState) => inState(results, state).length;
  const blocked = of('blocked');
  const states = [
    `${of('green')} green`,
    ...(blocked > 0 ? [`${blocked} blocked as promised`] : []),
    `${of('red')} red`,
    `${of('not reached')} not reached`,
  ].join(', ');
  const all = `${count(results.length, 'cell')}: ${states}`;
  return `${all}. ${deathsIn(results)} deaths written down, ${count(kills, 'SIGKILL')} seen. ${Math.round(seconds)} s.`;
};

/** Crashes and kills that no cell asked for: they would be somebody else's doing. */
export const strayDeaths = ({ results, kills, otherCrashes }: Sweep): readonly string[] => [
  ...otherCrashes,
  ...(kills === deathsIn(results)
    ? []
    : [`${deathsIn(results)} deaths were written down, and the launcher saw ${count(kills, 'SIGKILL')}.`]),
];

/** Each rule by which cells cannot exist, with how many those are. */
export const exclusions = ({ excluded }: Grid): readonly (readonly [because: string, cells: number])[] => {
  const rules = [...new Set(excluded.map(({ because }) => because))];
  return rules.map((rule) => [rule, excluded.filter(({ because }) => because === rule).length]);
};

const ofService = (results: readonly CellResult[], service: ServiceName): readonly CellResult[] =>
  results.filter(({ cell }) => cell.service === service);

/** Those that there are in such a sweep. */
export const statesOf = (results: readonly CellResult[]): readonly CellState[] => [
  'green',
  ...(results.some(({ cell }) => cell.pass === 'away') ? (['blocked'] as const) : []),
  'red',
  'not reached',
];

export const byService = (results: readonly CellResult[]): readonly (readonly (string | number)[])[] =>
  serviceNames.map((service) => {
    const own = ofService(results, service);
    return [
      service,
      own.length,
      ...statesOf(results).map((state) => inState(own, state).length),
      deathsIn(own),
    ];
  });

export const byPoint = (results: readonly CellResult[]): readonly (readonly (string | number)[])[] =>
  pointNames.map((point) => {
    const own = results.filter(({ cell }) => cell.point === point);
    const deaths = results.flatMap((result) => result.deaths.filter((death) => death.point === point));
    const answered = deaths.filter((death) => death.answered === true).length;
    const landed = own.filter((result) => result.landed === true).length;
    return [`${point} (${definitionOf(point).fault})`, own.length, deaths.length, answered, landed];
  });

/** What a person types to have one cell alone. */
export const commandFor = ({ cell }: CellResult, twin?: string): string =>
  [
    'npm run sweep --',
    ...(cell.protocol === undefined ? [] : [`--protocols ${cell.protocol}`]),
    `--only ${idOf(cell)}`,
    ...(twin === undefined ? [] : [`--twin ${twin}`]),
  ].join(' ');

export const checkCommand = (history: string): string => `npm run lab -- check --from ${history}`;
