// The runtime put together: intake -> committer -> relay, with the sweeper behind them.
import type { Bus, Decoded } from '../bus/bus.ts';
import type { NewEvent } from '../decider/decider.ts';
import { TransientError } from '../decider/errors.ts';
import type { Message } from '../decider/message.ts';
import type { Commit } from '../store/commit.ts';
import type { DeadLetters } from '../store/dead-letters.ts';
import type { CommitStore } from '../store/store.ts';
import { committer } from './committer.ts';
import type { MessageHandlers } from './handler.ts';
import { intake } from './intake.ts';
import { lamportClock } from './lamport.ts';
import type { Clock, Ids, Observer } from './ports.ts';
import { relay } from './relay.ts';
import type { QueueConsumption, Runtime, RuntimeLimits } from './runtime.ts';
import { sentMarks } from './sent-marks.ts';
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
  readonly decode: (body: string) => Decoded;
}

const STOP_WITHIN_MS = 10_000;
/** More would only wait longer than anybody's patience, and memory has an end; queues are bounded by their prefetch. */
const MOST_WAITING = 5_000;

export const createRuntime = <S, M extends Message, E extends NewEvent>(
  parts: RuntimeParts<S, M, E>,
): Runtime => {
  const { service, handlers, limits, ports } = parts;
  const { store, bus, clock, ids, observer } = ports;
  const time = databaseClock(store, clock);
  const cache = streamCache(store, handlers.decider);
  const marks = sentMarks(store, clock, () => time.now() + limits.leaseMs);
  const out = relay({ service, bus, marks, observer, window: limits.publishWindow });
  let stalled: string | undefined;
  let following = Promise.resolve();

  const onStall = (reason: string | undefined): void => {
    const changed = (stalled === undefined) !== (reason === undefined);
    stalled = reason;
    if (!changed) return;
    observer({ kind: reason === undefined ? 'resumed' : 'paused', part: 'store', detail: reason ?? '' });
    following = following.then(follow);
  };

  /** One change after the other, and to what is wanted by then: a late release would undo a resumption. */
  const follow = async (): Promise<void> => {
    if (stalled === undefined) return incoming.resume('store');
    await incoming.pause('store');
    await incoming.release();
  };

  const onCommitted = (commit: Commit): void => {
    out.offer(commit);
    for (const { notBefore } of commit.outbox) if (notBefore !== undefined) sweeping.wakeBy(notBefore);
  };

  const committing = committer({
    ...{ store, clock, ids, observer, onCommitted, onStall },
    batchSize: limits.batchSize,
    deciding: {
      ...{ service, cache, ids },
      decider: handlers.decider,
      settings: handlers.settings,
      lamport: lamportClock(),
      now: time.now,
      graceMs: limits.graceMs,
    },
  });

  const sweeping = sweeper({
    ...{ service, store, cache, marks, clock, observer },
    ...{ decider: handlers.decider, handle: committing.handle, relay: out, databaseClock: time },
    ...{ leaseMs: limits.leaseMs, sweepMs: limits.sweepMs },
  });

  const incoming = intake({
    ...{ bus, clock, ids, observer, deadLetters: ports.deadLetters },
    ...{ queues: parts.queues, schemas: handlers.schemas, handle: committing.handle, now: time.now },
  });

  const finishWork = async (): Promise<void> => {
    while (committing.size() > 0) await sleep(clock, 10);
    await out.idle();
    await marks.flush();
  };

  return {
    handle: (message) =>
      committing.size() < MOST_WAITING ? committing.handle(message) : Promise.reject(overloaded()),
    pause: (queue) => incoming.pause('caller', queue),
    resume: (queue) => incoming.resume('caller', queue),
    replay: (body) => incoming.accept(parts.decode(body)),
    ready: () => {
      const broker = bus.ready();
      const trouble = stalled ?? sweeping.trouble();
      if (trouble !== undefined) return { ok: false, detail: `the database does not answer: ${trouble}` };
      return broker.ok ? { ok: true, detail: 'ready' } : broker;
    },
    start: async () => {
      await time.synchronise();
      await incoming.start();
      sweeping.start();
    },
    stop: async () => {
      sweeping.stop();
      await atMost(STOP_WITHIN_MS, incoming.pause('stop').then(finishWork), clock);
      committing.stop();
      out.stop();
    },
  };
};

const overloaded = () => new TransientError('OVERLOADED', 'too many messages wait for their decision');
