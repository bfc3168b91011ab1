// Histories that real deciders wrote: one service's runtime on a store in memory, in virtual time.
import { ofEveryService } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Message } from '@saga-lab/platform/decider/message';
import { createRuntime } from '@saga-lab/platform/runtime/create-runtime';
import type { MessageHandlers } from '@saga-lab/platform/runtime/handler';
import { memoryDeadLetters } from '@saga-lab/platform/store/memory-dead-letters';
import { memoryStore } from '@saga-lab/platform/store/memory-store';
import { scriptedBus } from '@saga-lab/platform/testing/runtime-harness';
import { countingIds, virtualClock } from '@saga-lab/platform/testing/virtual-clock';
import type { History } from '../checker/history.ts';
import { historyOf } from '../checker/history.ts';
import type { ServiceDecider } from '../rebuild/services.ts';

type Handlers = Omit<MessageHandlers<unknown, Message, never>, 'decider' | 'schemas'> & {
  readonly decider: ServiceDecider;
};

const limits = { batchSize: 50, publishWindow: 10, graceMs: 1_000, leaseMs: 5_000, sweepMs: 1_000 };
const MOST = 1_000;

/** What `service` made of the messages, which it is given one after the other, `passingMs` apart, and of its own timers. */
export const decidedBy = async (
  service: ServiceName,
  { decider, settings }: Handlers,
  { messages, passingMs = 0 }: { readonly messages: readonly Message[]; readonly passingMs?: number },
): Promise<History> => {
  const clock = virtualClock();
  const store = memoryStore({ now: clock.now });
  const runtime = createRuntime({
    service,
    handlers: { decider, schemas: {}, ...(settings && { settings }) },
    queues: [],
    limits,
    ports: {
      store,
      deadLetters: memoryDeadLetters(),
      bus: scriptedBus().bus,
      clock,
      ids: countingIds(),
      observer: () => undefined,
    },
    decode: () => ({ ok: false, reason: 'nothing is replayed here' }),
  });
  await runtime.start();
  for (const message of messages) {
    await runtime.handle(message);
    await clock.advance(passingMs);
  }
  const { commits } = await store.page(undefined, MOST);
  return historyOf(ofEveryService((name) => (name === service ? commits.map(({ commit }) => commit) : [])));
};
