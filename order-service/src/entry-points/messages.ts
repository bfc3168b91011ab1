// What the order service reacts to: commands from the broker, requests that come by HTTP, and a timer of its own.
import { categories } from '@saga-lab/contracts/streams';
import { participants } from '@saga-lab/contracts/services';
import { combined, part } from '@saga-lab/platform/decider/combined';
import { protocols } from '@saga-lab/protocols/index';
import { foldsOf, schemasFor } from '@saga-lab/protocols/mounted';
import { defaultTiming } from '@saga-lab/protocols/timing';
import { orderDecider } from '../domain/decider.ts';
import { rolesOver } from '../domain/roles.ts';
import { taking } from '../domain/taking.ts';

const { commands, requests } = participants['order-service'];

/** `announceAfterMs`: how long an order may be pending before it announces itself again, or asks how it ended. */
export const messages = (announceAfterMs: number) => {
  const decider = orderDecider(announceAfterMs);
  const timing = { ...defaultTiming, askAfterMs: announceAfterMs };
  const saga = part(decider, {
    messages: Object.keys(commands),
    timers: ['AnnounceAgain'],
    categories: [categories.order],
  });
  const roles = rolesOver(saga.streamFolds, timing);
  const customers = {
    ...taking(decider, { protocols, timing }),
    messages: requests,
    timers: [],
    wants: () => false,
    streamFolds: { ...saga.streamFolds, ...foldsOf(roles) },
  };
  return {
    decider: combined({ saga, customers, ...roles }),
    settings: { announceAfterMs },
    schemas: { ...commands, ...schemasFor('order-service') },
  };
};
