// Arithmetic on figures of the same shape: numbers, or numbers by name, as deep as one likes.

export type Nested = number | { readonly [name: string]: Nested | undefined };

/** Puts the numbers at each place together; a place that some lack is made of those that have it. */
export const combined = <T>(figures: readonly T[], put: (numbers: readonly number[]) => number): T =>
  combinedNested(figures as readonly Nested[], put) as T;

const combinedNested = (figures: readonly Nested[], put: (numbers: readonly number[]) => number): Nested => {
  const numbers = figures.filter((one) => typeof one === 'number');
  if (numbers.length > 0) return put(numbers);
  const objects = figures.filter((one) => typeof one === 'object');
  const names = [...new Set(objects.flatMap((one) => Object.keys(one)))];
  return Object.fromEntries(
    names.map((name) => [
      name,
      combinedNested(
        objects.map((one) => one[name]).filter((one) => one !== undefined),
        put,
      ),
    ]),
  );
};

/** What was counted between two readings, for each of `count`. */
export const perEach = <T>(before: T, after: T, count: number): T =>
  combined([before, after], (readings) => {
    const [from = 0, to = from] = readings;
    return (to - from) / count;
  });

/** The middle one; of an even number the mean of the two in the middle. NaN of none. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? upper;
  return (lower + upper) / 2;
};

export interface Spread<T> {
  readonly median: T;
  readonly least: T;
  readonly most: T;
}

/** Over runs of the same. */
export const spreadOf = <T>(runs: readonly T[]): Spread<T> => ({
  median: combined(runs, median),
  least: combined(runs, (values) => Math.min(...values)),
  most: combined(runs, (values) => Math.max(...values)),
});
