// A verb that starts a system of its own: it stays up until Ctrl-C, or ends with the verb.
import { endOnSignals } from '@saga-lab/launcher/command/ending';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import type { System } from '@saga-lab/launcher/system/system';
import type { Outcome } from '../outcome.ts';

export interface Telling {
  readonly say: (line: string) => void;
  /** Called once it runs: whoever starts it, stops it. */
  readonly started: (system: System) => void;
}

interface Starting {
  readonly say: (line: string) => void;
  /** Stops it as soon as the work is done. */
  readonly once: boolean;
  readonly work: (telling: Telling) => Promise<Outcome>;
  readonly print: (work: Promise<Outcome>) => Promise<void>;
}

/** Whatever becomes of the work, nothing that it started outlives this process. */
export const untilInterrupted = async ({ say, once, work, print }: Starting): Promise<void> => {
  const live: { system?: System } = {};
  let isUp = false;
  endOnSignals({
    stop: async (how) => live.system?.stop(how),
    exitCode: () => (isUp ? exitCodes.holds : exitCodes.interrupted),
    say,
  });
  const started = (system: System): void => {
    live.system = system;
  };
  const working = work({ say, started });
  try {
    await print(working);
  } finally {
    isUp = !once && (await working.then(succeeded, failed));
    if (!isUp) await live.system?.stop();
  }
};

const succeeded = (): boolean => true;
const failed = (): boolean => false;
