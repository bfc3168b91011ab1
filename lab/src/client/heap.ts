// How much memory the services use while something goes on, as they count it themselves.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@saga-lab/contracts/services';
import { serviceNames } from '@saga-lab/contracts/services';
import type { Lab } from './lab.ts';
import { samplesOf } from './metrics.ts';

export interface Heap {
  readonly service: ServiceName;
  /** MiB in use when it began. */
  readonly before: number;
  /** The most that was seen, MiB. */
  readonly most: number;
}

const MIB = 2 ** 20;
const LOOK_EVERY_MS = 500;

/** Looks at the heap of each service, first instances only, twice a second for as long as `work` takes. */
export const heapsDuring = async <T>(
  lab: Lab,
  work: () => Promise<T>,
): Promise<{ readonly heaps: readonly Heap[]; readonly result: T }> => {
  const before = await heapOfEach(lab);
  const most = [...before];
  const state = { over: false };
  const watch = async () => {
    while (!state.over) {
      (await heapOfEach(lab)).forEach((used, n) => (most[n] = Math.max(most[n] ?? 0, used)));
      await sleep(LOOK_EVERY_MS); // between two looks
    }
  };
  const watching = watch();
  watching.catch(() => undefined); // awaited below, unless the work fails first
  const result = await work().finally(() => {
    state.over = true;
  });
  await watching;
  const heaps = serviceNames.map((service, n) => ({
    service,
    before: before[n] ?? 0,
    most: most[n] ?? 0,
  }));
  return { heaps, result };
};

/** @throws Error if a service does not count it. */
const heapOfEach = (lab: Lab): Promise<readonly number[]> =>
  Promise.all(
    serviceNames.map(async (service) => {
      const [used] = await samplesOf(lab, service, 'nodejs_heap_size_used_bytes');
      if (!used) throw new Error(`${service} says nothing about its heap`);
      return Math.round(used.value / MIB);
    }),
  );
