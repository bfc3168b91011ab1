// What a check says about one invariant of the lab.

export type Invariant =
  | 'I-1'
  | 'I-2'
  | 'I-3'
  | 'I-4'
  | 'I-5'
  | 'I-6'
  | 'I-7'
  | 'I-8'
  | 'I-9'
  | 'I-10'
  | 'I-11'
  | 'I-12'
  | 'I-13'
  | 'I-14'
  | 'I-15'
  | 'I-16'
  | 'I-17'
  | 'I-18'
  | 'I-20'
  | 'I-21';

export interface Verdict {
  readonly invariant: Invariant;
  /** `open`: cannot be said yet, because a saga has not ended. */
  readonly state: 'holds' | 'open' | 'violated';
  readonly sentence: string;
  /** What is wrong or open, and where: one sentence each. */
  readonly findings: readonly string[];
}

export const holds = (verdicts: readonly Verdict[]): boolean =>
  verdicts.every((verdict) => verdict.state === 'holds');

/** No finding, no violation. */
export const verdict = (
  invariant: Invariant,
  findings: readonly string[],
  sentences: { readonly holds: string; readonly violated: string },
): Verdict => {
  const state = findings.length === 0 ? 'holds' : 'violated';
  return { invariant, state, sentence: sentences[state], findings };
};

/** `count(2, 'saga')` is `2 sagas`. */
export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** For sentences: what was read may be anything. */
export const said = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return value === undefined ? 'nothing' : JSON.stringify(value);
};

/** For sums: what is no number makes the sum none. */
export const numeric = (value: unknown): number => (typeof value === 'number' ? value : NaN);
