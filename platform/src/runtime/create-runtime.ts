// The runtime put together, in the order in which a message passes through: intake, committer, relay; the sweeper comes
// by for what is due later or got stuck.
import type { Bus, Decoded } from '../bus/bus.ts';
import type { NewEvent } from '../decider/decider.ts';
import { TransientError } from '../decider/errors.ts';
import type { Message } from '../decider/message.ts';
import type { Commit } from '../store/commit.ts';
import type { DeadLetters } from '../store/dead-letters.ts';
import type { CommitStore } from '../store/store.ts';
import { committer } from './committer.ts';
import { expiry } from './expiry.ts';
import { commitGrace } from './grace.ts';
import type { MessageHandlers } from './handler.ts';
import { intake } from './intake.ts';
import { lamportClock } from './lamport.ts';
import type { Clock, Ids, Observer } from './ports.ts';
import { relay } from './relay.ts';
import type { QueueConsumption, Runtime, RuntimeLimits } from './runtime.ts';
import { sentMarks } from './sent-marks.ts';
import { stall } from './stall.ts';
import { steppingAside } from './step-aside.ts';
import { streamCache } from './stream-cache.ts';
import { sweeper } from './sweeper.ts';
import { atMost, databaseClock, sleep } from './time.ts';

export interface RuntimeParts<S, M extends Message, E extends NewEvent> {
  readonly service: string;
  readonly handlers: MessageHandlers<S, M, E>;
  readonly queues: readonly QueueConsumption[];
  readonly limits: RuntimeLimits;
  readonly ports: {
    readonly store: CommitStore;
    readonly deadLetters: DeadLetters;
    readonly bus: Bus;
    readonly clock: Clock;
    readonly ids: Ids;
    readonly observer: Observer;
  };
  /** Reads the bytes of a dead letter, as the bus reads those of a delivery. */
  readonly decode: (bytes: Uint8Array) => Decoded;
  /** Called with each new commit once it is durable. */
  readonly onCommitted?: (commit: Commit) => void;
}

const STOP_WITHIN_MS = 10_000;
/** More would only wait longer than anybody's patience, and memory has an end; queues are bounded by their prefetch. */
const MOST_WAITING = 5_000;

export const createRuntime = <S, M extends Message, E extends NewEvent>(
  parts: RuntimeParts<S, M, E>,
): Runtime => {
  const { bus, clock } = parts.ports;
  const { time, ages, incoming, stalled, rivals, committing, marks, outgoing, sweeping } = stagesOf(parts);

  const finishWork = async (): Promise<void> => {
    while (committing.size() > 0) await sleep(clock, 10);
    await outgoing.idle();
    await marks.finish();
  };

  return {
    handle: (message) =>
      committing.size() < MOST_WAITING ? committing.handle(message) : Promise.reject(overloaded()),
    pause: (queue) => incoming.pause('caller', queue),
    resume: (queue) => incoming.resume('caller', queue),
    replay: (bytes) => incoming.accept(parts.decode(bytes)),
    ready: () => {
      const broker = bus.ready();
      const trouble = stalled.reason() ?? sweeping.trouble();
      if (trouble !== undefined) return { ok: false, detail: `the database does not answer: ${trouble}` };
      return broker.ok ? { ok: true, detail: 'ready' } : broker;
    },
    start: async () => {
      await Promise.all([time.synchronise(), ages.start()]);
      await incoming.start();
      sweeping.start();
    },
    stop: async () => {
      sweeping.stop();
      rivals.stop();
      await atMost(STOP_WITHIN_MS, incoming.pause('stop').then(finishWork), clock);
      committing.stop();
      outgoing.stop();
    },
  };
};

/** The stages, each with what it stands on; they know each other where a message goes on from one to the next. */
const stagesOf = <S, M extends Message, E extends NewEvent>(parts: RuntimeParts<S, M, E>) => {
  const { service, queues, limits, ports } = parts;
  const { decider, schemas, settings } = parts.handlers;
  const { store, deadLetters, bus, clock, ids, observer } = ports;
  const time = databaseClock(store, clock);
  const ages = expiry(store, limits.retentionMs);
  const cache = streamCache(store, decider);
  const grace = commitGrace(clock, limits.graceMs, () => bus.publishing() === 'open');

  // In: what the broker delivers is checked, and handed on.
  const incoming = intake({
    queues,
    schemas,
    bus,
    deadLetters,
    clock,
    ids,
    observer,
    now: time.now,
    // Only what comes from the broker has an age: a timer is its own service's, and waits as long as it is meant to.
    handle: (message) => committing.handle(message, ages.of(message)),
  });
  const stalled = stall(incoming, observer);
  const rivals = steppingAside({ incoming, clock, ids, observer });

  // It is decided and committed, in batches.
  const committing = committer({
    service,
    decider,
    settings,
    store,
    cache,
    lamport: lamportClock(),
    clock,
    ids,
    observer,
    now: time.now,
    graceMs: grace.ms,
    forgets: limits.retentionMs !== undefined,
    batchSize: limits.batchSize,
    onStall: stalled.note,
    onConflict: rivals.lost,
    onCommitted: (commit) => {
      outgoing.offer(commit);
      for (const { notBefore } of commit.outbox) if (notBefore !== undefined) sweeping.wakeBy(notBefore);
      parts.onCommitted?.(commit);
    },
  });

  // Out: what it sends is published, and noted as sent.
  const marks = sentMarks({
    service,
    decider,
    cache,
    store,
    clock,
    now: time.now,
    observer,
    few: limits.publishWindow / 10,
    onShortGrace: grace.wasShort,
    leaseMs: limits.leaseMs,
  });
  const outgoing = relay({ service, bus, marks, observer, window: limits.publishWindow });

  // Later: timers that are due, and what got stuck on the way out.
  const sweeping = sweeper({
    service,
    decider,
    store,
    cache,
    relay: outgoing,
    marks,
    clock,
    databaseClock: time,
    observer,
    leaseMs: limits.leaseMs,
    sweepMs: limits.sweepMs,
    handle: (timer) => committing.handle(timer),
  });

  return { time, ages, incoming, stalled, rivals, committing, marks, outgoing, sweeping };
};

const overloaded = () => new TransientError('OVERLOADED', 'too many messages wait for their decision');
