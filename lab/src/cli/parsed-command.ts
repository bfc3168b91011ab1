// A command line, read in one way by all commands: what commander refuses is a matter of usage, and no finding about the system.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { Command } from 'commander';
import { CommanderError } from 'commander';

/** @throws ExitError 64 for a bad command line, 0 for --help; commander has printed its message already. */
export const parsedCommand = (command: Command, args: readonly string[]): Command => {
  try {
    return command.exitOverride().parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw new ExitError(error.exitCode === 0 ? exitCodes.holds : exitCodes.usage, '');
  }
};
