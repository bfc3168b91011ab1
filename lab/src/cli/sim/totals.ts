// Adds up what the runs of many seeds tell.
import { createHash } from 'node:crypto';
import type { Counts } from '../../simulator/simulation.ts';
import type { SeedResult } from './seed-result.ts';

export interface Spread {
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
}

export interface Totals {
  readonly seeds: number;
  readonly red: readonly SeedResult[];
  readonly faults: Counts;
  readonly seen: Counts;
  readonly outcomes: Counts;
  readonly steps: number;
  readonly virtualMs: number;
  /** Processor time of a seed. */
  readonly cpuMs: Spread;
  /** Of the traces of all seeds: the same for the same seeds, whatever machine and however many workers. */
  readonly fingerprint: string;
}

export const newTotals = () => {
  const red: SeedResult[] = [];
  const counts = { faults: counter(), seen: counter(), outcomes: counter() };
  const times: number[] = [];
  const hashes: [seed: number, hash: string][] = [];
  let steps = 0;
  let virtualMs = 0;

  return {
    seeds: (): number => times.length,
    red: (): readonly number[] => red.map(({ seed }) => seed),
    add: (result: SeedResult): void => {
      for (const kind of ['faults', 'seen', 'outcomes'] as const) counts[kind].add(result[kind]);
      steps += result.steps;
      virtualMs += result.virtualMs;
      times.push(result.cpuMs);
      hashes.push([result.seed, result.hash ?? '']);
      if (result.reds.length > 0) red.push(result);
    },
    totals: (): Totals => ({
      seeds: times.length,
      red: red.toSorted((a, b) => a.seed - b.seed),
      faults: counts.faults.counts(),
      seen: counts.seen.counts(),
      outcomes: counts.outcomes.counts(),
      steps,
      virtualMs,
      cpuMs: spreadOf(times),
      fingerprint: fingerprintOf(hashes),
    }),
  };
};

const counter = () => {
  const sums = new Map<string, number>();
  return {
    add: (counts: Counts): void => {
      for (const [name, n] of Object.entries(counts)) sums.set(name, (sums.get(name) ?? 0) + n);
    },
    counts: (): Counts => Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
};

const spreadOf = (times: readonly number[]): Spread => {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const sum = times.reduce((all, each) => all + each, 0);
  return { mean: times.length === 0 ? 0 : sum / times.length, p50: at(0.5), p99: at(0.99) };
};

/** Seeds end in another order each time. */
const fingerprintOf = (hashes: readonly (readonly [number, string])[]): string => {
  const digest = createHash('sha256');
  for (const [seed, hash] of hashes.toSorted(([a], [b]) => a - b)) digest.update(`${seed} ${hash}\n`);
  return digest.digest('hex').slice(0, 16);
};
