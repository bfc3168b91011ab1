// `npm run sim`: attacks the system in a simulated world, and shows again what it found.
import { resolve } from 'node:path';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { writeReport } from '../../report/run-folder.ts';
import { simulate } from '../../simulator/simulate.ts';
import { twinNamed, twins } from '../../twins/twins.ts';
import { runInterruptibly, write } from '../long-command.ts';
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
  const bug = twin === undefined ? undefined : twinNamed(twin);
  if (twin !== undefined && !bug)
    throw new ExitError(
      exitCodes.usage,
      `There is no bug "${twin}" to plant. These are: ${twins.map(({ name }) => name).join(', ')}.`,
    );
  const protocols = command.protocols ?? bug?.protocols;
  return runSim(
    { ...command, ...(protocols && { protocols }) },
    {
      entry: new URL('worker.ts', import.meta.url),
      reports: 'reports',
      signal: stopped.signal,
      stderr: process.stderr,
      write: writeReport,
    },
  );
};

const stopped = new AbortController();

const main = async (): Promise<number> => {
  const command = simCommand(process.argv.slice(2));
  return write(await outcomeOf(command), command.json);
};

await runInterruptibly(main, stopped);
