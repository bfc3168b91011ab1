// The last words of a command: one clear message, and the exit code that belongs to it.
import { ExitError, exitCodes } from './exit-codes.ts';

/** An ExitError speaks for itself; anything else is a bug and shows where. Never returns. */
export const failed = (error: unknown): never => {
  const expected = error instanceof ExitError;
  const words = expected
    ? error.message
    : error instanceof Error
      ? (error.stack ?? error.message)
      : String(error);
  if (words !== '') process.stderr.write(`${words}\n`);
  process.exit(expected ? error.exitCode : exitCodes.violated);
};
