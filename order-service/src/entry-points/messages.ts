// What the order service reacts to: commands from the broker, requests that come by HTTP, and a timer of its own.
import { categories } from '@saga-lab/contracts/streams';
import { participants } from '@saga-lab/contracts/services';
import { behindBarrier } from '@saga-lab/platform/decider/barrier';
import { combined, part } from '@saga-lab/platform/decider/combined';
import { protocols } from '@saga-lab/protocols/index';
import { policyOf } from '@saga-lab/protocols/locks/policy';
import { foldsOf, participants as rolesOf, schemasFor } from '@saga-lab/protocols/mounted';
import { defaultTiming, timingOf, unusual, waitDefaults } from '@saga-lab/protocols/timing';
import type { WaitSettings } from '@saga-lab/protocols/timing';
import { orderDecider } from '../domain/decider.ts';
import { acceptance } from '../domain/resource.ts';
import { taking } from '../domain/taking.ts';

const { commands, requests } = participants['order-service'];

/** How patient an order is. */
export interface OrderWaits extends WaitSettings {
  /** How long it may be pending before it announces itself again, or asks how it ended. */
  readonly announceAfterMs: number;
  /** How long it may be pending under another protocol than the saga, before it ends where that protocol allows it. */
  readonly giveUpAfterMs: number;
}

export const orderWaits: OrderWaits = {
  ...waitDefaults,
  announceAfterMs: 30_000,
  giveUpAfterMs: defaultTiming.giveUpAfterMs,
};

export const messages = (waits: OrderWaits) => {
  const { announceAfterMs, giveUpAfterMs } = waits;
  const decider = orderDecider(announceAfterMs);
  const timing = { ...timingOf(waits), askAfterMs: announceAfterMs, giveUpAfterMs };
  const saga = part(decider, {
    messages: Object.keys(commands),
    timers: ['AnnounceAgain'],
    categories: [categories.order],
  });
  const setting = {
    self: 'order-service',
    resource: behindBarrier(acceptance),
    streamFolds: saga.streamFolds,
  } as const;
  const roles = rolesOf(setting, timing);
  const customers = {
    ...taking(decider, { protocols, timing, saysItsAge: policyOf(waits.locks) === 'wait-die' }),
    messages: requests,
    timers: [],
    wants: () => false,
    streamFolds: { ...saga.streamFolds, ...foldsOf(roles) },
  };
  return {
    decider: combined({ saga, customers, ...roles }),
    settings: { ...unusual(waits, orderWaits), announceAfterMs },
    schemas: { ...commands, ...schemasFor('order-service') },
  };
};
