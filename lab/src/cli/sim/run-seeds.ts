// Gives seeds to workers, one after the other, until something ends it.
import type { SeedResult } from './seed-result.ts';
import type { SimWorker } from './sim-worker.ts';

/** Why no more seeds were run. */
export type Ended = 'seeds' | 'minutes' | 'red' | 'stopped';

export interface SeedRun {
  readonly workers: readonly Pick<SimWorker, 'run'>[];
  readonly from: number;
  readonly seeds?: number | undefined;
  readonly minutes?: number | undefined;
  /** Red runs after which more of them would tell nothing new. */
  readonly mostRed: number;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly take: (result: SeedResult) => void;
}

export const runSeeds = async (run: SeedRun): Promise<Ended> => {
  const { from, seeds = Infinity, minutes = Infinity, mostRed, signal, now, take } = run;
  const until = now() + minutes * 60_000;
  let next = from;
  let red = 0;

  const ended = (): Ended | undefined => {
    if (signal.aborted) return 'stopped';
    if (red >= mostRed) return 'red';
    if (next >= from + seeds) return 'seeds';
    return now() >= until ? 'minutes' : undefined;
  };

  const work = async ({ run: runSeed }: Pick<SimWorker, 'run'>): Promise<void> => {
    while (ended() === undefined) {
      const seed = next;
      next += 1;
      const result = await runSeed(seed);
      if (result.reds.length > 0) red += 1;
      take(result);
    }
  };

  await Promise.all(run.workers.map(work));
  return ended() ?? 'seeds';
};
