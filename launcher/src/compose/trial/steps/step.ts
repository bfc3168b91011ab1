// A step of the trial: what is done, and the sentence that says what was seen.
import type { ChildProcess } from 'node:child_process';
import type { Statuses } from '../orders.ts';
import type { TrialSystem } from '../trial-system.ts';

/** What one step leaves for the next. */
export interface Run {
  readonly system: TrialSystem;
  /** `docker compose up`, while it runs. */
  up?: ChildProcess;
  /** Those that were placed, and how each ended. */
  orders?: Statuses;
}

export interface Step {
  readonly name: string;
  /** Resolves with what was seen. @throws Error with what is wrong. */
  readonly take: (run: Run) => Promise<string>;
}

/** @throws Error with that sentence unless it holds. */
export const must = (holds: boolean, otherwise: string): void => {
  if (!holds) throw new Error(otherwise);
};
