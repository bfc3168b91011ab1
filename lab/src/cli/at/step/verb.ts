// How `lab at --step` runs: it takes the terminal, and gives it back at its end, whatever ends it.
import { endOnSignals } from '@saga-lab/launcher/command/ending';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { Lab } from '../../../client/lab.ts';
import { painter, wantsColour } from '../../../show/paint.ts';
import { typedMoment } from '../../moment.ts';
import { reachedIn, watched } from '../watched.ts';
import type { Remember } from '../watched.ts';
import { beginAt, stepThrough } from './step.ts';
import { takeTerminal } from './terminal.ts';

export interface StepOptions {
  readonly json: boolean;
  readonly remember: Remember;
}

/** @throws ExitError 64 as `at` does, and where there is no terminal. */
export const stepInTerminal = async (
  lab: Lab,
  { name, text }: { readonly name: string; readonly text: string },
  { json, remember }: StepOptions,
): Promise<void> => {
  if (json) throw new ExitError(exitCodes.usage, '--step draws, and --json prints: leave one of them out.');
  const typed = typedMoment(text, Date.now());
  const one = await watched(lab, name, remember);
  const begin = await beginAt(one, await reachedIn(lab, one, { typed, remember }));
  const terminal = takeTerminal({ input: process.stdin, output: process.stdout, env: process.env });
  endOnSignals({
    stop: () => {
      terminal.giveBack();
      return Promise.resolve();
    },
    exitCode: () => exitCodes.interrupted,
    say: () => undefined,
  });
  const { look } = await stepThrough(begin, terminal, painter(wantsColour(process.stdout, process.env)));
  terminal.giveBack();
  process.stdout.write(
    `You left at Lamport value ${look.lamport}: npm run lab -- at ${name} ${look.lamport}\n`,
  );
  process.exit(exitCodes.holds);
};
