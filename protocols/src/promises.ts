// What each protocol promises, by its name.
import { promise as choreography } from './choreography/promise.ts';
import type { ProtocolPromise } from './promise.ts';
import { promise as tcc } from './tcc/promise.ts';
import { promise as threePhaseCommit } from './three-phase-commit/promise.ts';
import { promise as twoPhaseCommit } from './two-phase-commit/promise.ts';

export const promises: Readonly<Record<string, ProtocolPromise>> = {
  '2pc': twoPhaseCommit,
  '3pc': threePhaseCommit,
  choreo: choreography,
  tcc,
};

/** Protocol -> the timers that it trusts: those that do not are not here. */
export const trustedTimers: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(promises).flatMap(([name, { trustsTimers }]) =>
    trustsTimers ? [[name, trustsTimers]] : [],
  ),
);
