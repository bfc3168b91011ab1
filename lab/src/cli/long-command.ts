// What commands have in common that take long: they write what they found, and end in order when they are interrupted.
import { endOnSignals } from '@saga-lab/launcher/command/ending';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { endOnFailures, failed } from '@saga-lab/launcher/command/failed';
import { painter, wantsColour } from '../show/paint.ts';
import type { Outcome } from './outcome.ts';

/** Returns the exit code, once everything is written. */
export const write = async ({ data, lines, exitCode }: Outcome, json: boolean): Promise<number> => {
  const paint = painter(wantsColour(process.stdout, process.env));
  const text = json ? JSON.stringify(data, undefined, 2) : lines(paint).join('\n');
  await new Promise((done) => process.stdout.write(`${text}\n`, done));
  return exitCode;
};

/** Ends the process with what `main` resolves with. A signal aborts `stopped`, and then `main` still writes its figures so far. */
export const runInterruptibly = async (
  main: () => Promise<number>,
  stopped: AbortController,
): Promise<never> => {
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
};
