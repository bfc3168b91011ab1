// The memory of each process while something goes on.
import { processCounters } from '../counters/processes.ts';
import type { Process } from '../counters/processes.ts';

export interface MemorySample {
  /** Since watching began. */
  readonly atMs: number;
  /** Resident, MiB, by process; one that is down is left out. */
  readonly mib: Readonly<Record<string, number>>;
}

const LOOK_EVERY_MS = 500;

/** `processes`: asked again each time, for one may be started anew. */
export const memoryNow = (processes: readonly Process[]): MemorySample['mib'] =>
  Object.fromEntries(
    Object.entries(processCounters(processes)).map(([name, { memoryMiB }]) => [name, memoryMiB]),
  );

export const memoryDuring = async <T>(
  processes: () => readonly Process[],
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly samples: readonly MemorySample[] }> => {
  const begun = performance.now();
  const samples: MemorySample[] = [];
  const look = (): void => {
    samples.push({ atMs: performance.now() - begun, mib: memoryNow(processes()) });
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  try {
    const result = await work();
    look();
    return { result, samples };
  } finally {
    clearInterval(timer);
  }
};

/** The most that each process had. */
export const peaks = (samples: readonly MemorySample[]): MemorySample['mib'] => {
  const most: Record<string, number> = {};
  for (const { mib } of samples)
    for (const [name, value] of Object.entries(mib)) most[name] = Math.max(most[name] ?? 0, value);
  return most;
};
