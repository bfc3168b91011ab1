// The roles that the payment service plays in all protocols but the saga, over its own money.
import { categories } from '@saga-lab/contracts/streams';
import { behindBarrier } from '@saga-lab/platform/decider/barrier';
import { lockedResource, locksOf } from '@saga-lab/protocols/locks/locks';
import type { Locks } from '@saga-lab/protocols/locks/locks';
import { participants } from '@saga-lab/protocols/mounted';
import type { Timing } from '@saga-lab/protocols/protocol';
import type { Wanted } from '@saga-lab/protocols/terms';
import { defaultTiming } from '@saga-lab/protocols/timing';
import { decider as usual } from './decider.ts';
import { money, moneyAtOnce } from './resource.ts';

const accountOf = ({ customerId }: Wanted): readonly string[] => [customerId];

/** By protocol. `decider`: the service's own, made with the same locks. */
export const rolesWith = (timing: Timing, decider: Pick<typeof usual, 'evolve'>, locks: Locks) =>
  participants(
    {
      self: 'payment-service',
      resource: lockedResource(behindBarrier(money), locks, accountOf),
      atOnce: lockedResource(behindBarrier(moneyAtOnce), locks, accountOf),
      locks,
      streamFolds: { [categories.account]: decider.evolve, [categories.payment]: decider.evolve },
    },
    timing,
  );

/** How their streams are folded does not depend on how patient they are. */
export const roles = rolesWith(defaultTiming, usual, locksOf('escrow'));
