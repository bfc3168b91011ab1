// What the payment service reacts to: commands from the broker, and a request that comes by HTTP.
import { categories } from '@saga-lab/contracts/streams';
import { participants } from '@saga-lab/contracts/services';
import { combined, part } from '@saga-lab/platform/decider/combined';
import { locksOf } from '@saga-lab/protocols/locks/locks';
import { policyOf } from '@saga-lab/protocols/locks/policy';
import { waitingFor } from '@saga-lab/protocols/locks/waiting';
import { schemasFor } from '@saga-lab/protocols/mounted';
import { timingOf, unusual, waitDefaults } from '@saga-lab/protocols/timing';
import type { WaitSettings } from '@saga-lab/protocols/timing';
import { deciderWith } from '../domain/decider.ts';
import { rolesWith } from '../domain/roles.ts';

const self = 'payment-service';
const { commands, requests } = participants[self];

/** `waits`: how patient it is with others that decide, and whether orders wait for each other. */
export const messages = (waits: WaitSettings = waitDefaults) => {
  const locks = locksOf(policyOf(waits.locks));
  const decider = deciderWith(locks);
  const settings = unusual(waits, waitDefaults);
  return {
    decider: combined({
      saga: waitingFor(sagaOf(decider), locks, { self, prefix: '' }),
      ...rolesWith(timingOf(waits), decider, locks),
    }),
    schemas: { ...commands, ...schemasFor(self) },
    ...(settings && { settings }),
  };
};

/** The saga's part in this service. */
const sagaOf = (decider: ReturnType<typeof deciderWith>) =>
  part(decider, {
    messages: [...Object.keys(commands), ...requests],
    timers: [],
    categories: [categories.account, categories.payment],
  });
