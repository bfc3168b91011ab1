// `npm run sim`: attacks the system in a simulated world, and shows again what it found.
import { resolve } from 'node:path';
import { endOnSignals } from '@saga-lab/launcher/command/ending';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { endOnFailures, failed } from '@saga-lab/launcher/command/failed';
import { writeReport } from '../../report/run-folder.ts';
import { painter, wantsColour } from '../../show/paint.ts';
import { simulate } from '../../simulator/simulate.ts';
import { twinNamed, twins } from '../../twins/twins.ts';
import type { Outcome } from '../outcome.ts';
import { simCommand } from './command.ts';
import type { RunCommand, SimCommand } from './command.ts';
import { keep } from './keep.ts';
import { replay } from './replay.ts';
import { runSim } from './run.ts';

const regressions = resolve(import.meta.dirname, '../../simulator/regressions');
const WIDTH = 100;

const outcomeOf = (command: SimCommand): Promise<Outcome> => {
  switch (command.kind) {
    case 'run':
      return run(command);
    case 'replay':
      return replay(command, {
        simulate,
        twinNamed,
        width: process.stdout.isTTY ? process.stdout.columns : WIDTH,
        write: writeReport,
      });
    case 'keep':
      return keep(command, { simulate, twinNamed, folder: regressions });
    default:
      return command satisfies never;
  }
};

const run = (command: RunCommand): Promise<Outcome> => {
  const { twin } = command;
  if (twin !== undefined && !twinNamed(twin))
    throw new ExitError(
      exitCodes.usage,
      `There is no bug "${twin}" to plant. These are: ${twins.map(({ name }) => name).join(', ')}.`,
    );
  return runSim(command, {
    entry: new URL('worker.ts', import.meta.url),
    reports: 'reports',
    signal: stopped.signal,
    stderr: process.stderr,
  });
};

const stopped = new AbortController();

const main = async (): Promise<number> => {
  const command = simCommand(process.argv.slice(2));
  const { data, lines, exitCode } = await outcomeOf(command);
  const paint = painter(wantsColour(process.stdout, process.env));
  const text = command.json ? JSON.stringify(data, undefined, 2) : lines(paint).join('\n');
  await new Promise((done) => process.stdout.write(`${text}\n`, done));
  return exitCode;
};

endOnFailures();
// Begins once signals are listened to.
const ending = Promise.resolve().then(main);
endOnSignals({
  stop: async (how) => {
    stopped.abort();
    if (how === undefined) process.exitCode = await ending;
  },
  exitCode: () => Number(process.exitCode ?? exitCodes.interrupted),
  say: (line) => process.stderr.write(`\n${line}\n`),
});
process.exit(await ending.catch(failed));
