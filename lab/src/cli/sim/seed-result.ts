// What a worker tells of one seed: all that is counted, and of a red one what is needed to run it again.
import { runOf } from '../../simulator/red.ts';
import type { Red } from '../../simulator/red.ts';
import type { Counts, Simulate, Twin } from '../../simulator/simulation.ts';

/** Plain data, which goes from thread to thread. */
export interface SeedResult {
  readonly seed: number;
  readonly reds: readonly Red[];
  /** Of a red run; missing if the simulator threw before it could say. */
  readonly choices?: readonly (readonly [string, number])[];
  readonly faults: Counts;
  readonly seen: Counts;
  readonly outcomes: Counts;
  readonly steps: number;
  readonly virtualMs: number;
  /** Missing where there is no run to tell of. */
  readonly hash?: string;
  /** Processor time that it took, ms. */
  readonly cpuMs: number;
}

/** A run that gave nothing but a reason why it is red. */
export const redWithout = (seed: number, finding: string, cpuMs = 0): SeedResult => ({
  seed,
  reds: [{ invariant: 'error', finding }],
  faults: {},
  seen: {},
  outcomes: {},
  steps: 0,
  virtualMs: 0,
  cpuMs,
});

export const seedResult = async (
  simulate: Simulate,
  seed: number,
  twin: Twin | undefined,
): Promise<SeedResult> => {
  const before = process.threadCpuUsage();
  const { simulation, reds } = await runOf(simulate, { seed, ...(twin && { twin }) });
  const { user, system } = process.threadCpuUsage(before);
  const cpuMs = (user + system) / 1_000;
  if (!simulation) return redWithout(seed, reds[0]?.finding ?? '', cpuMs);
  const { faults, seen, outcomes, steps, virtualMs, hash } = simulation;
  return {
    seed,
    reds,
    ...(reds.length > 0 && { choices: [...simulation.choices] }),
    faults,
    seen,
    outcomes,
    steps,
    virtualMs,
    hash,
    cpuMs,
  };
};
