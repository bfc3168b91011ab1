// What a service reacts to that holds something for orders until others have decided: commands of sagas, requests that come by HTTP,
// and what the roles are told that it plays.
import { participants } from '@saga-lab/contracts/services';
import { combined, part } from '@saga-lab/platform/decider/combined';
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { Decider, NewEvent } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import { locksOf } from './locks/locks.ts';
import type { Locks } from './locks/locks.ts';
import { policyOf } from './locks/policy.ts';
import { waitingFor } from './locks/waiting.ts';
import { schemasFor } from './mounted.ts';
import type { Timing } from './protocol.ts';
import { timingOf, unusual, waitDefaults } from './timing.ts';
import type { WaitSettings } from './timing.ts';

type Holder = 'inventory-service' | 'payment-service';

interface Deciding<S, M extends Message, E extends NewEvent> {
  /** Of its streams, which every role reads and writes as well. */
  readonly categories: readonly string[];
  readonly deciderWith: (locks: Locks) => Decider<S, M, E>;
  /** By protocol. */
  readonly rolesWith: (
    timing: Timing,
    decider: Decider<S, M, E>,
    locks: Locks,
  ) => Readonly<Record<string, DeciderPart>>;
}

/** The saga's part in this service. */
export const sagaPart = <S, M extends Message, E extends NewEvent, C extends string>(
  self: Holder,
  decider: Decider<S, M, E>,
  categories: readonly C[],
) => {
  const { commands, requests } = participants[self];
  return part(decider, { messages: [...Object.keys(commands), ...requests], timers: [], categories });
};

/** What is returned takes how patient the service is with others that decide, and whether orders wait for each other. */
export const holdingService =
  <S, M extends Message, E extends NewEvent>(self: Holder, deciding: Deciding<S, M, E>) =>
  (waits: WaitSettings = waitDefaults) => {
    const { categories, deciderWith, rolesWith } = deciding;
    const locks = locksOf(policyOf(waits.locks));
    const decider = deciderWith(locks);
    const settings = unusual(waits, waitDefaults);
    return {
      decider: combined({
        saga: waitingFor(sagaPart(self, decider, categories), locks, { self, prefix: '' }),
        ...rolesWith(timingOf(waits), decider, locks),
      }),
      schemas: { ...participants[self].commands, ...schemasFor(self) },
      ...(settings && { settings }),
    };
  };
