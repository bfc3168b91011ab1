// A worker thread as the pool sees it: one job at a time. A thread that ends or says nothing for too long makes its seed red,
// and another takes its place.
import { Worker } from 'node:worker_threads';
import { errorMessage } from '@saga-lab/platform/decider/errors';
import type { ShrinkProgress, Shrunk } from '../../simulator/shrink.ts';
import type { Given } from './given.ts';
import type { Shares } from './profile.ts';
import { redWithout } from './seed-result.ts';
import type { SeedResult } from './seed-result.ts';
import type { Answer, Job, ShrinkJob } from './thread.ts';

/** A thousand times as long as a run takes. */
const PATIENCE_MS = 60_000;

export interface WorkerData extends Given {
  /** Every run has a retention. */
  readonly forgets?: true | undefined;
  readonly profile: boolean;
}

export interface SimWorkerOptions extends WorkerData {
  /** The module of the thread. */
  readonly entry: URL;
  readonly patienceMs?: number | undefined;
  readonly onShares?: (shares: Shares) => void;
}

export interface SimWorker {
  readonly run: (seed: number) => Promise<SeedResult>;
  readonly shrink: (
    job: Omit<ShrinkJob, 'kind'>,
    tell: (progress: ShrinkProgress) => void,
  ) => Promise<Shrunk | undefined>;
  readonly stop: () => Promise<void>;
}

export const simWorker = (options: SimWorkerOptions): SimWorker => {
  const { onShares = () => undefined } = options;
  let thread: Worker | undefined;

  /** `take` says whether that was the last answer. @throws Error if the thread did not get as far. */
  const doJob = async (job: Job, take: (answer: Answer) => boolean): Promise<void> => {
    thread ??= startThread(options);
    try {
      await answersOf(thread, job, { take, patienceMs: options.patienceMs ?? PATIENCE_MS });
    } catch (error) {
      await thread.terminate();
      thread = undefined;
      throw error;
    }
  };

  return {
    run: async (seed) => {
      let result: SeedResult | undefined;
      const take = (answer: Answer): boolean => {
        if (answer.kind !== 'result') return false;
        result = answer.result;
        if (answer.shares) onShares(answer.shares);
        return true;
      };
      const broken = await doJob({ kind: 'seed', seed }, take).catch(errorMessage);
      return result ?? redWithout(seed, String(broken));
    },
    shrink: async (job, tell) => {
      let shrunk: Shrunk | undefined;
      await doJob({ kind: 'shrink', ...job }, (answer) => {
        if (answer.kind === 'progress') tell(answer.progress);
        if (answer.kind === 'shrunk') shrunk = answer.shrunk;
        return answer.kind === 'shrunk';
      });
      return shrunk;
    },
    stop: async () => {
      await thread?.terminate();
      thread = undefined;
    },
  };
};

const startThread = ({ entry, twin, forgets, protocols, profile }: SimWorkerOptions): Worker => {
  const workerData: WorkerData = {
    ...(twin !== undefined && { twin }),
    ...(forgets && { forgets }),
    ...(protocols && { protocols }),
    profile,
  };
  // Node takes the types away by itself, and what is left runs a sixth faster than what tsx makes of it.
  return new Worker(entry, { workerData, execArgv: ['--disable-warning=ExperimentalWarning'] });
};

const answersOf = (
  thread: Worker,
  job: Job,
  { take, patienceMs }: { take: (answer: Answer) => boolean; patienceMs: number },
): Promise<void> =>
  new Promise((resolve, reject) => {
    const settle = (settled: () => void) => {
      clearTimeout(timer);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      settled();
    };
    const fail = (why: string) => settle(() => reject(new Error(why)));
    const onMessage = (answer: Answer) => {
      timer.refresh();
      if (take(answer)) settle(resolve);
    };
    const onError = (error: unknown) => fail(errorMessage(error));
    const onExit = (code: number) => fail(`The worker ended with ${code} in the middle of this run`);
    const timer = setTimeout(() => fail(`The run did not end within ${patienceMs / 1_000} s`), patienceMs);
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    thread.postMessage(job);
  });
