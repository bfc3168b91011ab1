// How long a saga waits, and how often it tries.
import type { Stamp } from '@saga-lab/platform/decider/message';
import { backOff } from '@saga-lab/platform/decider/back-off';

/** Milliseconds, but for `triesBeforeParked`. */
export interface SagaPolicy {
  /** How long a step before the pivot may take. */
  readonly stepDeadlineMs: number;
  /** Before the first repeat of a command that is repeated; doubles each time, up to the most. */
  readonly repeatFirstMs: number;
  readonly repeatMostMs: number;
  /** Tries without an answer until the saga is shown to people. */
  readonly triesBeforeParked: number;
  /** Between the tries of a parked saga. */
  readonly slowRepeatMs: number;
}

/** Waits after the given try (from 1), +-25 % so that many sagas do not come at once. */
export const repeatAt = (
  { repeatFirstMs, repeatMostMs, slowRepeatMs }: SagaPolicy,
  { attempt, parked }: { readonly attempt: number; readonly parked: boolean },
  { receivedAt, random }: Stamp,
): number => {
  const [first, most] = parked ? [slowRepeatMs, slowRepeatMs] : [repeatFirstMs, repeatMostMs];
  return receivedAt + Math.round(backOff(attempt, { first, most, spread: 0.25 }, random));
};
