// `npm run lab -- <verb>`: what an operator asks of this machine and of the running system.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { endOnFailures, failed } from '@saga-lab/launcher/command/failed';
import { progressOn } from '@saga-lab/launcher/command/progress';
import type { Command } from 'commander';
import { CommanderError } from 'commander';
import { isNoAnswer, Refused } from '../client/request.ts';
import { painter, wantsColour } from '../show/paint.ts';
import { program } from './program.ts';
import type { Print } from './verb.ts';

const progress = progressOn(process.stderr);

const print: Print = async ({ json }, what, work) => {
  const { data, lines, exitCode } = await progress.during(what, Promise.resolve(work));
  const paint = painter(wantsColour(process.stdout, process.env));
  const text = json ? JSON.stringify(data, undefined, 2) : lines(paint, process.stdout.columns).join('\n');
  process.stdout.write(`${text}\n`);
  process.exitCode = exitCode;
};

/** Otherwise a bad command line would end with exit code 1: violated. */
const withOwnExit = (command: Command): Command => {
  command.exitOverride();
  command.commands.forEach(withOwnExit);
  return command;
};

const explained = (error: unknown): unknown => {
  // commander has printed its message already
  if (error instanceof CommanderError)
    return new ExitError(error.exitCode === 0 ? exitCodes.holds : exitCodes.usage, '');
  if (isNoAnswer(error) || error instanceof Refused)
    return new ExitError(
      exitCodes.unknown,
      `${(error as Error).message}. See which part is not ready: npm run lab -- status`,
    );
  return error;
};

endOnFailures();
await withOwnExit(program({ print, say: progress.say }))
  .parseAsync()
  .catch((error: unknown) => failed(explained(error)));
