// What a run of many sagas comes to.

/** One saga, from its order's commit to the commit that completed it; milliseconds since the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Summary {
  readonly atOnce: number;
  readonly sagas: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Part -> milliseconds of processor time for each saga. */
  readonly cpu?: Readonly<Record<string, number>>;
}

/** @throws Error if no saga completed. */
export const summary = (atOnce: number, spans: readonly Span[]): Summary => {
  if (spans.length === 0) throw new Error('no saga completed');
  const first = Math.min(...spans.map(({ from }) => from));
  const last = Math.max(...spans.map(({ to }) => to));
  const sorted = spans.map(({ from, to }) => to - from).sort((a, b) => a - b);
  const quantile = (q: number) => sorted[Math.ceil(q * sorted.length) - 1] ?? 0;
  return {
    atOnce,
    sagas: spans.length,
    perSecond: (spans.length * 1_000) / Math.max(1, last - first),
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
  };
};
