// One runtime of the tally service on a memory store, a scripted bus and virtual time.
import type { Bus, Delivery, Destination, Publishing, PublishResult } from '../bus/bus.ts';
import type { Message } from '../decider/message.ts';
import { createRuntime } from '../runtime/create-runtime.ts';
import type { Observation } from '../runtime/ports.ts';
import type { DeciderSettings } from '../store/commit.ts';
import { memoryDeadLetters } from '../store/memory-dead-letters.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { CommitStore } from '../store/store.ts';
import { tally, tallyHandlers } from './tally.ts';
import { countingIds, virtualClock } from './virtual-clock.ts';
import type { VirtualClock } from './virtual-clock.ts';

export const GRACE_MS = 1_000;
export const LEASE_MS = 5_000;
export const SWEEP_MS = 1_000;

/** A bus that keeps what is published and answers as told (`confirmed` unless told). */
export const scriptedBus = () => {
  const published: Message[] = [];
  const calls: string[] = [];
  const deliverTo = new Map<string, (delivery: Delivery) => void>();
  const script = {
    answer: (_message: Message): PublishResult | Promise<PublishResult> => 'confirmed',
    publishing: 'open' as Publishing,
    /** How long the broker takes to end a subscription. */
    paused: Promise.resolve(),
  };
  const bus: Bus = {
    publish: (message: Message, _to: Destination) => {
      published.push(message);
      return Promise.resolve(script.answer(message));
    },
    consume: (queue, _prefetch, onDelivery) => {
      deliverTo.set(queue, onDelivery);
      const note = (what: string) => () => {
        calls.push(`${what} ${queue}`);
        return what === 'pause' ? script.paused : Promise.resolve();
      };
      return Promise.resolve({ pause: note('pause'), resume: note('resume'), release: note('release') });
    },
    ready: () => ({ ok: true, detail: 'ready' }),
    publishing: () => script.publishing,
    close: () => Promise.resolve(),
  };
  /** Delivers bytes or a message; the result tells whether they have been acked. */
  const deliver = (queue: string, content: Message | string) => {
    const state = { acked: false };
    const decoded =
      typeof content === 'string'
        ? ({ ok: false, reason: 'not JSON' } as const)
        : ({ ok: true, message: content } as const);
    const bytes = new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
    deliverTo.get(queue)?.({ queue, bytes, decoded, epoch: 1, ack: () => (state.acked = true) });
    return state;
  };
  return { bus, published, calls, script, deliver };
};

/** `wrap` puts faults around the store; `clock` and `base` let two instances share a world. */
export const harness = (
  options: {
    clock?: VirtualClock;
    base?: CommitStore;
    wrap?: (store: CommitStore) => Partial<CommitStore>;
    decider?: typeof tally;
    settings?: DeciderSettings;
    retentionMs?: number;
    publishWindow?: number | undefined;
  } = {},
) => {
  const clock = options.clock ?? virtualClock();
  const base = options.base ?? memoryStore({ now: clock.now });
  const store = { ...base, ...options.wrap?.(base) };
  const deadLetters = memoryDeadLetters();
  const scripted = scriptedBus();
  const observations: Observation[] = [];
  const observer = (observation: Observation) => void observations.push(observation);
  const runtime = createRuntime({
    service: 'tally',
    handlers: {
      ...tallyHandlers,
      decider: options.decider ?? tally,
      ...(options.settings && { settings: options.settings }),
    },
    queues: [{ queue: 'tally.commands', prefetch: 50 }],
    limits: {
      batchSize: 50,
      publishWindow: options.publishWindow ?? 10,
      graceMs: GRACE_MS,
      leaseMs: LEASE_MS,
      sweepMs: SWEEP_MS,
      retentionMs: options.retentionMs,
    },
    ports: { store, deadLetters, bus: scripted.bus, clock, ids: countingIds(), observer },
    decode: (bytes) => ({ ok: true, message: JSON.parse(new TextDecoder().decode(bytes)) as Message }),
  });
  const seen = (kind: Observation['kind']) => observations.filter((observation) => observation.kind === kind);
  const total = async (tally: string) => {
    const { events } = await base.load(`tally-${tally}`, 0);
    return events.reduce((sum, event) => sum + (event.data as { n: number }).n, 0);
  };
  return { clock, base, runtime, deadLetters, observations, seen, total, ...scripted };
};
