// Worlds that are too large to be visited as a whole, since all that is asked of somebody who stands still waits for it: they are
// looked at breadth first, as far as `MOST_STATES` goes.
import { threePhaseCommit } from '@saga-lab/protocols/three-phase-commit/index';
import { noBudgets } from '../system/state.ts';
import { remains } from './look.ts';
import { isAlone, suspects } from './votes.ts';
import { protocolWorld } from './world.ts';
import type { ProtocolWorld } from './world.ts';

export const MOST_STATES = 40_000;

export const boundedWorlds: readonly ProtocolWorld[] = [
  protocolWorld('3pc-asleep', 'three-phase commit; the coordinator stands still, wakes, and asks first', {
    protocol: threePhaseCommit,
    isAlone,
    orders: { A: noBudgets },
    faults: { mortal: [], deaths: 0, suspects, remains, sleepers: ['saga-orchestrator'] },
  }),
];
