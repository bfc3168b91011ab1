// What a sweep found, as an exit code, as lines for people and as data.
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { verdictLines } from '../../show/verdict.ts';
import type { Paint } from '../../show/paint.ts';
import { idOf } from '../../sweep/cells/cells.ts';
import type { TwinName } from '../../sweep/build/twins.ts';
import { checkCommand, commandFor, strayDeaths, summary, unexpected } from '../../sweep/show/figures.ts';
import { gridLines } from '../../sweep/show/grid-lines.ts';
import type { Swept } from '../../sweep/show/report.ts';
import type { CellResult } from '../../sweep/run/result.ts';
import { holds } from '../../checker/verdict.ts';

/** `report`: where the page is. */
export type SweepOutcome = Swept & { readonly twin?: TwinName | undefined; readonly report: string };

export const exitCodeOf = ({ sweep, build, verdicts, twin, uncovered }: SweepOutcome): number => {
  const wrong = unexpected(sweep, build);
  if (twin !== undefined) return wrong.length === 0 ? exitCodes.holds : exitCodes.violated;
  if (wrong.some(({ state }) => state === 'red')) return exitCodes.violated;
  if (!holds(verdicts) || [...strayDeaths(sweep), ...uncovered].length > 0) return exitCodes.violated;
  return wrong.length === 0 ? exitCodes.holds : exitCodes.unknown;
};

export const outcomeLines = (
  outcome: SweepOutcome,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): readonly string[] => {
  const { sweep, build, twin, verdicts, report } = outcome;
  const wrong = unexpected(sweep, build);
  return [
    ...gridLines(outcome.grid, sweep.results, { width, paint }),
    '',
    ...wrong.flatMap((result) => linesOf(result, outcome, paint)),
    ...[...strayDeaths(sweep), ...outcome.uncovered].map((line) => `${paint('fail', '(x)')} ${line}`),
    ...(wrong.length > 0 ? [''] : []),
    ...(twin === undefined
      ? verdictLines(
          verdicts.filter(({ state }) => state !== 'holds'),
          paint,
        )
      : [twinSentence(outcome)]),
    summary(sweep),
    `Report: ${report}`,
  ];
};

const linesOf = (result: CellResult, { twin, build }: SweepOutcome, paint: Paint): readonly string[] => {
  const { cell, state, landed, sentence, history } = result;
  const sign = state === 'red' ? paint('fail', '(x)') : paint('event', '(~)');
  const expected =
    twin === undefined
      ? ''
      : ` It is ${state}, and was expected to be ${build.expected(cell, landed).join(' or ')}.`;
  return [
    `${sign} ${idOf(cell)}`,
    `    ${sentence}${expected}`,
    `    -> ${commandFor(result, twin)}`,
    ...(history === undefined ? [] : [`    -> ${checkCommand(history)}`]),
  ];
};

const twinSentence = ({ build, sweep }: SweepOutcome): string => {
  const wrong = unexpected(sweep, build).length;
  const red = sweep.results.filter(({ state }) => state === 'red').length;
  return wrong === 0
    ? `${build.sentence} The sweep shows it: ${red} of ${sweep.results.length} cells are red, exactly those that should be.`
    : `${build.sentence} ${wrong} of ${sweep.results.length} cells are not as that makes them.`;
};

export const outcomeData = (outcome: SweepOutcome): object => {
  const { sweep, build, twin, verdicts, report, command } = outcome;
  return {
    command,
    protocol: outcome.grid.protocol,
    ...(twin !== undefined && { twin }),
    exitCode: exitCodeOf(outcome),
    summary: summary(sweep),
    cells: sweep.results.map(({ cell, ...result }) => ({
      id: idOf(cell),
      ...result,
      expected: build.expected(cell, result.landed),
    })),
    kills: sweep.kills,
    strayDeaths: strayDeaths(sweep),
    uncovered: outcome.uncovered,
    seconds: sweep.seconds,
    verdicts,
    report,
  };
};

/** Of one protocol, or a list of several. */
export const dataOf = (outcomes: readonly SweepOutcome[]): object => {
  const [first, ...others] = outcomes.map(outcomeData);
  return first && others.length === 0 ? first : outcomes.map(outcomeData);
};

/** A violation before all that could not be said. */
export const worstOf = (outcomes: readonly SweepOutcome[]): number => {
  const codes = outcomes.map(exitCodeOf);
  if (codes.includes(exitCodes.violated)) return exitCodes.violated;
  return codes.includes(exitCodes.unknown) ? exitCodes.unknown : exitCodes.holds;
};
