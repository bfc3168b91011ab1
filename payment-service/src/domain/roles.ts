// The roles that the payment service plays in all protocols but the saga, over its own money.
import { categories } from '@saga-lab/contracts/streams';
import { behindBarrier } from '@saga-lab/platform/decider/barrier';
import { participants } from '@saga-lab/protocols/mounted';
import { defaultTiming } from '@saga-lab/protocols/timing';
import { decider } from './decider.ts';
import { money, moneyAtOnce } from './resource.ts';

/** By protocol. */
export const roles = participants(
  {
    self: 'payment-service',
    resource: behindBarrier(money),
    atOnce: behindBarrier(moneyAtOnce),
    streamFolds: { [categories.account]: decider.evolve, [categories.payment]: decider.evolve },
  },
  defaultTiming,
);
