// Prometheus metrics of one service instance, in a registry of its own.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Observation, Observer } from '../runtime/ports.ts';

/** A registry whose every figure says which service and instance it is about. */
export const createRegistry = (service: string, instance: string): Registry => {
  const registry = new Registry();
  registry.setDefaultLabels({ service, instance });
  collectDefaultMetrics({ register: registry });
  return registry;
};

const PREFIX = 'saga_lab_';

const counters = (registry: Registry) => {
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name: `${PREFIX}${name}_total`, help, labelNames: [...labelNames], registers: [registry] });
  return {
    commits: counter('commits', 'Messages that took effect', ['type']),
    events: counter('events', 'Events recorded', ['type']),
    answers: counter('barrier_answers', 'What the barrier said to commands', ['answer']),
    received: counter('received', 'Deliveries from the broker', ['queue']),
    duplicates: counter('duplicates', 'Messages that had been committed before'),
    conflicts: counter('conflicts', 'Decisions taken again because another one was faster'),
    unknown: counter('unknown_outcomes', 'Writes whose outcome was not known at first'),
    publishes: counter('publishes', 'Messages given to the broker, by its answer', ['result']),
    timersDropped: counter('timers_dropped', 'Timers that nobody wanted any more'),
    swept: counter('swept', 'Commits that a sweeper looked after'),
    deadLetters: counter('dead_letters', 'Messages that will never work', ['queue']),
    feedsEnded: counter('feeds_ended', 'Feeds of read models that ended by themselves', ['feed']),
  };
};

/** Counts what the runtime tells about itself. */
export const metricsObserver = (registry: Registry): Observer => {
  const count = counters(registry);
  const paused = new Gauge({
    name: `${PREFIX}paused`,
    help: '1 while taking from the broker is paused',
    labelNames: ['part'],
    registers: [registry],
  });
  const onCommitted = ({ type, events, answers }: Extract<Observation, { kind: 'committed' }>): void => {
    count.commits.inc({ type });
    for (const event of events) count.events.inc({ type: event.type });
    for (const answer of answers) count.answers.inc({ answer });
  };
  return (seen) => {
    switch (seen.kind) {
      case 'committed':
        onCommitted(seen);
        return;
      case 'received':
        count.received.inc({ queue: seen.queue });
        return;
      case 'duplicate':
        count.duplicates.inc();
        return;
      case 'conflict':
        count.conflicts.inc();
        return;
      case 'unknown-outcome':
        count.unknown.inc();
        return;
      case 'published':
        count.publishes.inc({ result: 'confirmed' });
        return;
      case 'unsent':
        count.publishes.inc({ result: seen.result });
        return;
      case 'timers-dropped':
        count.timersDropped.inc(seen.count);
        return;
      case 'swept':
        count.swept.inc(seen.commits);
        return;
      case 'dead-letter':
        count.deadLetters.inc({ queue: seen.queue });
        return;
      case 'paused':
      case 'resumed':
        paused.set({ part: seen.part }, seen.kind === 'paused' ? 1 : 0);
        return;
      case 'feed-ended':
        count.feedsEnded.inc({ feed: seen.feed });
        return;
      case 'inserting':
      case 'publishing':
      case 'acking':
        return;
    }
  };
};

/** Asks for a figure whenever metrics are read; while it cannot be had, the last one stays. */
export const gaugeOf = (
  registry: Registry,
  name: string,
  help: string,
  read: () => Promise<number>,
): void => {
  new Gauge({
    name: `${PREFIX}${name}`,
    help,
    registers: [registry],
    async collect() {
      const value = await read().catch(() => undefined);
      if (value !== undefined) this.set(value);
    },
  });
};

/** Measures in seconds how long something took, successful or not. */
export const timed = (registry: Registry, name: string, help: string) => {
  const histogram = new Histogram({
    name: `${PREFIX}${name}_seconds`,
    help,
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    registers: [registry],
  });
  return async <T>(work: () => Promise<T>): Promise<T> => {
    const stop = histogram.startTimer();
    return work().finally(stop);
  };
};
