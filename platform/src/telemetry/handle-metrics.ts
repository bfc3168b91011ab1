// How long a message takes from its arrival until its outcome is durable, by the way it came.
import type { Bus } from '../bus/bus.ts';
import { forwardingBus } from '../bus/forwarding-bus.ts';
import type { Handle } from '../runtime/handler.ts';
import type { Meter } from './meter.ts';

const BUCKETS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

/** `seconds`: a clock that never goes back. */
export const handleMetrics = ({ measure }: Meter, seconds: () => number) => {
  const took = measure({
    name: 'handle',
    help: 'From the arrival of a message to its durable outcome, successful or not, by the way it came: http, or queue (until its acknowledgement). Worry when the 95th percentile is above half a second: the database is slow, or the service has too much to do.',
    labels: ['via'],
    buckets: BUCKETS,
  });
  const start = (via: 'http' | 'queue') => {
    const from = seconds();
    return () => {
      took({ via }, seconds() - from);
    };
  };
  return {
    /** Measures what HTTP hands over. */
    http:
      (handle: Handle): Handle =>
      (message) =>
        handle(message).finally(start('http')),
    /** Measures what it delivers. */
    bus: (bus: Bus): Bus =>
      forwardingBus(bus, {
        delivery: (came) => {
          const stop = start('queue');
          return {
            ...came,
            ack: () => {
              came.ack();
              stop();
            },
          };
        },
      }),
  };
};
