// The metrics that every service has: what its runtime tells, and what its database knows of the outbox.
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Observation, Observer } from '../runtime/ports.ts';
import type { Meter } from './meter.ts';

/** A registry whose every figure says which service and instance it is about. */
export const createRegistry = (service: string, instance: string): Registry => {
  const registry = new Registry();
  registry.setDefaultLabels({ service, instance });
  // A timer of its own looks so often, ms, how late it is: also while the service does nothing.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });
  return registry;
};

const counters = ({ count }: Meter) => ({
  commits: count({
    name: 'commits',
    help: 'Messages that took effect, by type. Worry when it stands still while messages are received.',
    labels: ['type'],
  }),
  events: count({
    name: 'events',
    help: 'Events recorded, by type. Nothing to worry about by itself; it tells what the service is busy with.',
    labels: ['type'],
  }),
  answers: count({
    name: 'barrier_answers',
    help: 'What the barrier said to commands. APPLIED is the rule; worry when HANGING_REJECTED or EMPTY grow faster than sagas are compensated, or DUPLICATE much faster than commands are repeated.',
    labels: ['answer'],
  }),
  received: count({
    name: 'received',
    help: 'Deliveries from the broker that could be read, by queue. Worry when it stands still while its queue grows.',
    labels: ['queue'],
  }),
  duplicates: count({
    name: 'duplicates',
    help: 'Messages that had been committed before; they did nothing. Some after every restart; worry when they keep coming: acknowledgements or confirms get lost.',
  }),
  conflicts: count({
    name: 'version_conflicts',
    help: 'Decisions taken again because a stream had grown meanwhile, mostly by another instance that was faster. Worry when they come near the number of commits: too many instances write the same streams.',
  }),
  unknown: count({
    name: 'unknown_outcomes',
    help: 'Writes whose outcome was not known at first; they were sent again. Worry when any come without a restart of the database.',
  }),
  publishes: count({
    name: 'publishes',
    help: 'Messages given to the broker, by its answer. Worry about anything but confirmed: returned means that no queue takes the message, nacked that the broker refuses it, silence that it does not answer.',
    labels: ['result'],
  }),
  timersDropped: count({
    name: 'timers_dropped',
    help: 'Timers that nobody wanted any more. The usual end of a deadline; nothing to worry about.',
  }),
  swept: count({
    name: 'swept',
    help: 'Commits that a sweeper looked after, for a timer or for a message without a confirm. Worry when it grows much faster than timers fire: the fast path does not work.',
  }),
  deadLettered: count({
    name: 'dead_lettered',
    help: 'Messages that will never work, by the queue they came from, since the start. Worry about each: GET /dead-letters says why.',
    labels: ['queue'],
  }),
  feedsEnded: count({
    name: 'feeds_ended',
    help: 'Feeds of read models that ended by themselves and were begun again. Worry when it grows while the database is well: reading falls behind.',
    labels: ['feed'],
  }),
});

const LAG_BUCKETS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 60, 600];

/** Counts what the runtime tells about itself. */
export const metricsObserver = (meter: Meter): Observer => {
  const count = counters(meter);
  const paused = meter.show({
    name: 'paused',
    help: '1 while nothing is taken from the broker because the database does not answer. Worry when it stays for longer than a restart of the database takes.',
    labels: ['part'],
  });
  paused({ part: 'store' }, 0);
  const lag = meter.measure({
    name: 'read_model_lag',
    help: 'From the commit of an event until the read model shows it, by read model; by the clock of the service against that of its database, so for different machines it is wrong by as much as these differ. Events that are shown again after a read model was lost count with their age. Worry when the 95th percentile is above a second: readers see what is no longer true for so long.',
    labels: ['view'],
    buckets: LAG_BUCKETS,
  });
  const onCommitted = ({ type, events, sent }: Extract<Observation, { kind: 'committed' }>): void => {
    count.commits({ type });
    for (const event of events) count.events({ type: event.type });
    for (const { answer } of sent) if (answer !== undefined) count.answers({ answer });
  };
  return (observation) => {
    switch (observation.kind) {
      case 'committed':
        onCommitted(observation);
        return;
      case 'received':
        count.received({ queue: observation.queue });
        return;
      case 'duplicate':
        count.duplicates({});
        return;
      case 'conflict':
        count.conflicts({});
        return;
      case 'unknown-outcome':
        count.unknown({});
        return;
      case 'published':
        count.publishes({ result: 'confirmed' });
        return;
      case 'unsent':
        count.publishes({ result: observation.result });
        return;
      case 'timers-dropped':
        count.timersDropped({}, observation.count);
        return;
      case 'swept':
        count.swept({}, observation.commits);
        return;
      case 'dead-letter':
        count.deadLettered({ queue: observation.queue }, observation.count);
        return;
      case 'paused':
      case 'resumed':
        paused({ part: observation.part }, observation.kind === 'paused' ? 1 : 0);
        return;
      case 'feed-ended':
        count.feedsEnded({ feed: observation.feed });
        return;
      case 'projected':
        for (const ms of observation.lags) lag({ view: observation.view }, ms / 1_000);
        return;
      case 'refilling':
      case 'refilled':
      case 'stepped-aside': // what it goes by is counted as conflicts
      case 'waiting': // before a service runs, nobody reads its metrics
      case 'inserting':
      case 'publishing':
      case 'acking':
        return;
    }
  };
};
