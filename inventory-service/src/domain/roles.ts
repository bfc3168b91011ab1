// The roles that the inventory service plays in all protocols but the saga, over its own pieces.
import { categories } from '@saga-lab/contracts/streams';
import { behindBarrier } from '@saga-lab/platform/decider/barrier';
import { participants } from '@saga-lab/protocols/mounted';
import { defaultTiming } from '@saga-lab/protocols/timing';
import { decider } from './decider.ts';
import { pieces } from './resource.ts';

/** By protocol. */
export const roles = participants(
  {
    self: 'inventory-service',
    resource: behindBarrier(pieces),
    streamFolds: { [categories.stock]: decider.evolve, [categories.reservation]: decider.evolve },
  },
  defaultTiming,
);
