// Percentiles of measured values.

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** By nearest rank: each is one of the values. `undefined` where there are none. */
export const percentilesOf = (values: readonly number[]): Percentiles | undefined => {
  const sorted = values.toSorted((a, b) => a - b);
  const max = sorted.at(-1);
  if (max === undefined) return undefined;
  const rank = (percent: number): number => sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? max;
  return { p50: rank(50), p95: rank(95), p99: rank(99), max };
};
