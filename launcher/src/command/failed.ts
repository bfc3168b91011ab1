// The last words of a command: one clear message, and the exit code that belongs to it.
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { errorMessage } from '@saga-lab/platform/decider/errors';
import { ExitError, exitCodes } from './exit-codes.ts';
import { quoted } from './shell.ts';

/** Where it happened is for whoever looks for the bug. */
const stacksFile = join(resolve(import.meta.dirname, '../../..'), '.data', 'logs', 'unexpected.log');

/** An ExitError speaks for itself; anything else is unexpected, and its stack goes to a log. Never returns. */
export const failed = (error: unknown): never => {
  const words = error instanceof ExitError ? error.message : unexpected(error);
  if (words !== '') process.stderr.write(`${words}\n`);
  process.exit(error instanceof ExitError ? error.exitCode : exitCodes.internal);
};

/** Also what nobody caught ends the command with one clear message. */
export const endOnFailures = (): void => {
  process.on('uncaughtException', failed);
  process.on('unhandledRejection', failed);
};

/** One line for a person; all else goes to the log. */
const unexpected = (error: unknown): string => {
  const message = errorMessage(error);
  return `Unexpected, so probably a bug: ${message}${keepStack(error) ? `. Where it happened: less ${quoted(stacksFile)}` : ''}`;
};

const keepStack = (error: unknown): boolean => {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  try {
    mkdirSync(dirname(stacksFile), { recursive: true });
    appendFileSync(stacksFile, `${new Date().toISOString()} ${stack}\n\n`);
    return true;
  } catch {
    return false;
  }
};
