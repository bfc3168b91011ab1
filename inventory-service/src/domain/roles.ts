// The roles that the inventory service plays in all protocols but the saga, over its own pieces.
import { categories } from '@saga-lab/contracts/streams';
import { behindBarrier } from '@saga-lab/platform/decider/barrier';
import { lockedResource, locksOf } from '@saga-lab/protocols/locks/locks';
import type { Locks } from '@saga-lab/protocols/locks/locks';
import { participants } from '@saga-lab/protocols/mounted';
import type { Timing } from '@saga-lab/protocols/protocol';
import { defaultTiming } from '@saga-lab/protocols/timing';
import { decider as usual } from './decider.ts';
import { pieces } from './resource.ts';

/** By protocol. `decider`: the service's own, made with the same locks. */
export const rolesWith = (timing: Timing, decider: Pick<typeof usual, 'evolve'>, locks: Locks) =>
  participants(
    {
      self: 'inventory-service',
      resource: lockedResource(behindBarrier(pieces), locks, ({ lines }) => lines.map(({ sku }) => sku)),
      locks,
      streamFolds: { [categories.stock]: decider.evolve, [categories.reservation]: decider.evolve },
    },
    timing,
  );

/** How their streams are folded does not depend on how patient they are. */
export const roles = rolesWith(defaultTiming, usual, locksOf('escrow'));
