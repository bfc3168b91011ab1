// `npm run sim -- --replay FILE`: a schedule runs again, and is judged again.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { runOf } from '../../simulator/red.ts';
import type { Red } from '../../simulator/red.ts';
import type { Simulate, Simulation, Twin } from '../../simulator/simulation.ts';
import type { Verdict } from '../../checker/verdict.ts';
import type { Paint } from '../../show/paint.ts';
import { sagaStory } from '../../show/saga-story.ts';
import { verdictLines } from '../../show/verdict.ts';
import type { Finding } from '../finding.ts';
import { findingLines } from '../finding.ts';
import type { Outcome } from '../outcome.ts';
import { quoted } from '@saga-lab/launcher/command/shell';
import type { Report } from '../../report/report.ts';
import type { ReplayCommand } from './command.ts';
import { reportFolder, reportOfRun, written } from './report.ts';
import { optionsOf } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import { readSchedule } from './schedule-file.ts';

export interface ReplayParts {
  readonly simulate: Simulate;
  readonly twinNamed: (name: string) => Twin | undefined;
  /** Columns of the picture. */
  readonly width: number;
  /** Writes a report into a folder, and resolves with the path of its page. */
  readonly write: (folder: string, report: Report) => Promise<string>;
}

/** @throws ExitError as `readSchedule` does, 2 if its bug is not known here. */
export const replay = async (
  { file, story, trace }: ReplayCommand,
  { simulate, twinNamed, width, write }: ReplayParts,
): Promise<Outcome> => {
  const schedule = readSchedule(file);
  const twin = twinOf(schedule, file, twinNamed);
  const { simulation, reds } = await runOf(simulate, { ...optionsOf(schedule, twin), trace });
  const page =
    simulation &&
    (await write(
      reportFolder(schedule.seed),
      reportOfRun({
        simulation,
        reds,
        twin: schedule.twin,
        command: `npm run sim -- --replay ${quoted(file)}`,
        at: new Date().toISOString(),
      }),
    ));
  const findings = [
    ...reds.map(redFinding),
    ...(reds.length === 0 ? [green(schedule)] : []),
    ...unused(schedule, simulation),
    ...(page === undefined ? [] : [written(page)]),
  ];
  return {
    data: { holds: reds.length === 0, schedule, reds, report: page, ...(simulation && dataOf(simulation)) },
    lines: (paint) => [
      ...(simulation ? shown(simulation, reds, { story, trace, width, paint }) : []),
      ...findingLines(findings, paint),
    ],
    exitCode: reds.length === 0 ? exitCodes.holds : exitCodes.violated,
  };
};

export const twinOf = (
  { twin }: Schedule,
  file: string,
  twinNamed: ReplayParts['twinNamed'],
): Twin | undefined => {
  const found = twin === undefined ? undefined : twinNamed(twin);
  if (twin === undefined || found) return found;
  throw new ExitError(
    exitCodes.unknown,
    `${file} cannot be replayed: the field twin names the bug "${twin}", which is not known here. Those that are: npm run twins -- --help`,
  );
};

const dataOf = ({ verdicts, injections, faults, outcomes, steps, virtualMs, hash, trace }: Simulation) => ({
  verdicts,
  injections,
  faults,
  outcomes,
  steps,
  virtualMs,
  hash,
  trace,
});

interface Showing {
  readonly story: boolean;
  readonly trace: boolean;
  readonly width: number;
  readonly paint: Paint;
}

const shown = (
  simulation: Simulation,
  reds: readonly Red[],
  { story, trace, width, paint }: Showing,
): readonly string[] => [
  ...(trace ? [...simulation.trace, ''] : []),
  ...(story ? [...sagaStory(simulation, reds, { width, paint }), ''] : []),
  ...verdictLines(simulation.verdicts.map(shortened), paint),
  '',
];

const MOST_FINDINGS = 5;

const shortened = (verdict: Verdict): Verdict => {
  const more = verdict.findings.length - MOST_FINDINGS;
  if (more <= 0) return verdict;
  return { ...verdict, findings: [...verdict.findings.slice(0, MOST_FINDINGS), `and ${more} more (--json)`] };
};

const redFinding = ({ invariant, finding }: Red): Finding => ({
  state: 'violated',
  sentence: `${invariant}: ${finding}`,
});

const green = ({ invariant }: Schedule): Finding => ({
  state: 'holds',
  sentence: `Everything holds, also ${invariant}, which was broken when this schedule was written`,
});

/** Choices that the run did not come to: the product or the simulator has changed since. */
const unused = ({ choices = {} }: Schedule, simulation: Simulation | undefined): readonly Finding[] => {
  const names = Object.keys(choices);
  const left = names.filter((name) => simulation?.choices.has(name) === false);
  if (left.length === 0) return [];
  return [
    {
      state: 'open',
      sentence: `The run did not come to ${left.length} of ${names.length} choices of the schedule, such as "${left[0] ?? ''}"`,
    },
  ];
};
