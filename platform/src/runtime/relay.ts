// The only part that publishes: from the outbox of a durable commit to a confirm of the broker.
import type { Bus } from '../bus/bus.ts';
import type { Message } from '../decider/message.ts';
import type { Commit, OutboxEntry } from '../store/commit.ts';
import type { Observer } from './ports.ts';

export interface Relay {
  /** Takes a commit's unsent messages (not its timers); what does not fit is left to the sweeper. */
  readonly offer: (commit: Commit) => void;
  /** How many more messages it would take now; none while the way to the broker is not open. */
  readonly capacity: () => number;
  /** Resolves when nothing is on its way. */
  readonly idle: () => Promise<void>;
  readonly stop: () => void;
}

export interface RelayParts {
  readonly service: string;
  readonly bus: Bus;
  /** Where it is noted what is confirmed. */
  readonly marks: { readonly add: (commit: Commit, indices: readonly number[]) => void };
  readonly observer: Observer;
  /** Most messages without a confirm. */
  readonly window: number;
}

interface Job {
  readonly commit: Commit;
  open: number;
  readonly confirmed: number[];
}

const QUEUED_PER_WINDOW = 20;

export const relay = ({ service, bus, marks, observer, window }: RelayParts): Relay => {
  const queue: { job: Job; index: number; entry: OutboxEntry }[] = [];
  const underway = new Set<string>();
  let inFlight = 0;
  let stopped = false;
  let whenIdle: (() => void)[] = [];

  const publish = async ({ job, index, entry }: (typeof queue)[number]): Promise<void> => {
    const about = { id: entry.id, type: entry.type };
    observer({ kind: 'publishing', ...about });
    const message = messageOf(service, job.commit, entry);
    const { to, type } = entry;
    const result = await bus.publish(message, to ? { service: to, type } : { topic: type });
    observer(result === 'confirmed' ? { kind: 'published', ...about } : { kind: 'unsent', ...about, result });
    if (result === 'confirmed') job.confirmed.push(index);
    job.open -= 1;
    if (job.open === 0) finish(job);
  };

  /** What was not confirmed stays open in the outbox, and the sweeper offers it again. */
  const finish = ({ commit, confirmed }: Job): void => {
    underway.delete(commit._id);
    if (confirmed.length > 0) marks.add(commit, confirmed);
  };

  const pump = (): void => {
    while (inFlight < window && !stopped) {
      const next = queue.shift();
      if (!next) break;
      inFlight += 1;
      void publish(next).finally(() => {
        inFlight -= 1;
        pump();
      });
    }
    if (inFlight > 0) return;
    for (const resolve of whenIdle) resolve();
    whenIdle = [];
  };

  const capacity = (): number =>
    bus.publishing() === 'open' ? window * QUEUED_PER_WINDOW - queue.length : 0;

  return {
    capacity,
    offer: (commit) => {
      const entries = unsentMessages(commit);
      if (entries.length === 0 || underway.has(commit._id) || entries.length > capacity()) return;
      underway.add(commit._id);
      const job = { commit, open: entries.length, confirmed: [] };
      for (const [index, entry] of entries) queue.push({ job, index, entry });
      pump();
    },
    idle: () => (inFlight === 0 ? Promise.resolve() : new Promise((resolve) => whenIdle.push(resolve))),
    stop: () => {
      stopped = true;
    },
  };
};

const unsentMessages = (commit: Commit): [number, OutboxEntry][] =>
  [...commit.outbox.entries()].filter(
    ([index, entry]) => entry.notBefore === undefined && !commit.sent.includes(index),
  );

/** The message that an outbox entry stands for; the same at every re-send. */
export const messageOf = (service: string, commit: Commit, entry: OutboxEntry): Message => {
  const { to: _to, notBefore: _notBefore, ...content } = entry;
  return {
    ...content,
    source: `/${service}`,
    time: new Date(commit.at).toISOString(),
    correlationId: commit.correlationId,
    causationId: commit._id,
    lamport: commit.lamport,
    schemaVersion: 1,
    traceparent: commit.input.traceparent,
  };
};
