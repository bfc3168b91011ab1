// A worker's side: one job after the other, seeds to run or red runs to shrink.
import type { MessagePort } from 'node:worker_threads';
import type { Red } from '../../simulator/red.ts';
import { shrink } from '../../simulator/shrink.ts';
import type { ShrinkProgress, Shrunk } from '../../simulator/shrink.ts';
import type { Simulate, Twin } from '../../simulator/simulation.ts';
import { startProfile } from './profile.ts';
import type { Shares } from './profile.ts';
import { seedResult } from './seed-result.ts';
import type { SeedResult } from './seed-result.ts';

export interface ShrinkJob {
  readonly kind: 'shrink';
  readonly seed: number;
  readonly choices: readonly (readonly [string, number])[];
  readonly invariant: Red['invariant'];
  /** Runs that it may take; left out: as many as `shrink` says. */
  readonly mostRuns?: number;
}

export type Job = { readonly kind: 'seed'; readonly seed: number } | ShrinkJob;

/** What a worker says while it does a job, and at its end. */
export type Answer =
  | { readonly kind: 'result'; readonly result: SeedResult; readonly shares?: Shares }
  | { readonly kind: 'progress'; readonly progress: ShrinkProgress }
  | { readonly kind: 'shrunk'; readonly shrunk: Shrunk | undefined };

export interface ThreadOptions {
  readonly simulate: Simulate;
  readonly twin: Twin | undefined;
  /** Say once what the time is spent on. */
  readonly profile: boolean;
}

/** Seeds before the profile begins, until which the code has become fast; and those that it is made of. */
const WARM = 30;
const PROFILED = 60;

export const serve = (port: MessagePort, { simulate, twin, profile }: ThreadOptions): void => {
  const say = (answer: Answer) => port.postMessage(answer);
  const profiled = profile ? profiler() : undefined;

  const doSeed = async (seed: number): Promise<void> => {
    await profiled?.before();
    const result = await seedResult(simulate, seed, twin);
    const shares = await profiled?.after();
    say({ kind: 'result', result, ...(shares && { shares }) });
  };

  const doShrink = async ({ choices, ...job }: ShrinkJob): Promise<void> => {
    const tell = (progress: ShrinkProgress) => say({ kind: 'progress', progress });
    const task = { simulate, twin, ...job, choices: new Map(choices), tell };
    say({ kind: 'shrunk', shrunk: await shrink(task) });
  };

  port.on('message', (job: Job) => {
    void (job.kind === 'seed' ? doSeed(job.seed) : doShrink(job));
  });
};

/** Samples some seeds in the middle. */
const profiler = () => {
  let seeds = 0;
  let running: Awaited<ReturnType<typeof startProfile>> | undefined;
  return {
    before: async () => {
      if (seeds === WARM) running = await startProfile();
      seeds += 1;
    },
    after: async (): Promise<Shares | undefined> =>
      seeds === WARM + PROFILED ? await running?.stop() : undefined,
  };
};
