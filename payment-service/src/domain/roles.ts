// The roles that the payment service plays in all protocols but the saga, over its own money.
import { categories } from '@saga-lab/contracts/streams';
import { behindBarrier } from '@saga-lab/platform/decider/barrier';
import { participants } from '@saga-lab/protocols/mounted';
import type { Timing } from '@saga-lab/protocols/protocol';
import { defaultTiming } from '@saga-lab/protocols/timing';
import { decider } from './decider.ts';
import { money, moneyAtOnce } from './resource.ts';

/** By protocol. */
export const rolesWith = (timing: Timing) =>
  participants(
    {
      self: 'payment-service',
      resource: behindBarrier(money),
      atOnce: behindBarrier(moneyAtOnce),
      streamFolds: { [categories.account]: decider.evolve, [categories.payment]: decider.evolve },
    },
    timing,
  );

/** How their streams are folded does not depend on how patient they are. */
export const roles = rolesWith(defaultTiming);
