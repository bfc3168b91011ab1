// All ways to agree but the saga, which is code of its own: one line each, from which everything else follows.
import { choreography } from './choreography/index.ts';
import type { Protocol } from './protocol.ts';
import { tcc } from './tcc/index.ts';
import { threePhaseCommit } from './three-phase-commit/index.ts';
import { twoPhaseCommit } from './two-phase-commit/index.ts';

export const protocols: readonly Protocol[] = [choreography, tcc, twoPhaseCommit, threePhaseCommit];
