// `npm run nemesis`: exit code 0 if all invariants hold, 1 if one is violated, 2 if that cannot be said, 64 for a wrong command line.
import { endOnSignals } from '@saga-lab/launcher/command/ending';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { endOnFailures, failed } from '@saga-lab/launcher/command/failed';
import { exitCodeOf } from '@saga-lab/lab/cli/exit-code';
import { isNoAnswer, Refused } from '@saga-lab/lab/client/request';
import { painter, wantsColour } from '@saga-lab/lab/show/paint';
import type { Paint } from '@saga-lab/lab/show/paint';
import { table } from '@saga-lab/lab/show/table';
import { verdictLines } from '@saga-lab/lab/show/verdict';
import { CommanderError } from 'commander';
import type { ScenarioSystem } from '../stage/scenario-system.ts';
import { figuresOf } from './figures.ts';
import { commandLine, optionsIn } from './options.ts';
import type { CommandOptions } from './options.ts';
import { folderOf, saveReport } from './report.ts';
import { runNemesis } from './run.ts';
import type { NemesisResult } from './result.ts';

const out = (line: string) => void process.stdout.write(`${line}\n`);
const say = (line: string) => void process.stderr.write(`${line}\n`);

const main = async (): Promise<number> => {
  const options = optionsIn(process.argv.slice(2));
  const live: { system?: ScenarioSystem } = {};
  endOnSignals({
    stop: async (how) => live.system?.close(how),
    exitCode: () => exitCodes.interrupted,
    say,
  });
  say(`Seed ${options.seed}. To have the same again: ${commandLine(options)}`);
  const result = await runNemesis({
    ...options,
    ...(options.faults && { only: options.faults }),
    durationMs: options.minutes * 60_000,
    stepDeadlineMs: options.deadline * 1_000,
    say,
    started: (system) => {
      live.system = system;
    },
  }).catch(unknown);
  return tell(options, result);
};

const tell = async (options: CommandOptions, result: NemesisResult): Promise<number> => {
  const { seed, report, json } = options;
  const folder = report ?? folderOf(seed, new Date());
  const page = await saveReport(folder, commandLine(options), result);
  if (json) out(JSON.stringify(dataOf(options, result), undefined, 2));
  else linesOf(result, painter(wantsColour(process.stdout, process.env))).forEach(out);
  say(`Report: ${page}`);
  return exitCodeOf(result.verdicts);
};

const dataOf = (options: CommandOptions, result: NemesisResult) => {
  const { seed, minutes, rate, instances, deadline } = options;
  const { verdicts, schedule, performed } = result;
  return {
    seed,
    minutes,
    rate,
    instances,
    deadline,
    mix: schedule.mix,
    verdicts,
    figures: figuresOf(result),
    performed,
  };
};

const linesOf = (result: NemesisResult, paint: Paint): readonly string[] => [
  ...figuresOf(result).flatMap(({ name, heading, rows }) => [
    '',
    paint('heading', name),
    ...table(heading, rows),
  ]),
  '',
  ...verdictLines(result.verdicts, paint),
];

/** What is not read cannot be judged; that is no violation. */
const unknown = (error: unknown): never => {
  if (!(error instanceof Refused) && !isNoAnswer(error)) throw error;
  throw new ExitError(exitCodes.unknown, `Nothing can be said: ${(error as Error).message}.`);
};

const explained = (error: unknown): unknown => {
  // commander has printed its message already
  if (!(error instanceof CommanderError)) return error;
  return new ExitError(error.exitCode === 0 ? exitCodes.holds : exitCodes.usage, '');
};

endOnFailures();
process.exit(await main().catch((error: unknown) => failed(explained(error))));
