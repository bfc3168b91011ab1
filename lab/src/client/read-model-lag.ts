// How far read models follow behind their histories, as the services measure it themselves.
import type { ServiceName } from '@saga-lab/contracts/services';
import { serviceNames } from '@saga-lab/contracts/services';
import type { Lab } from './lab.ts';
import type { Sample } from './metrics.ts';
import { samplesOf } from './metrics.ts';

/** Since the process that answered was started; times in milliseconds. */
export interface ReadModelLag {
  readonly service: ServiceName;
  readonly view: string;
  readonly events: number;
  /** So many of 100 events were shown within this time; `null`: later than the longest time that is told apart. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

const BUCKETS = 'saga_lab_read_model_lag_seconds_bucket';

/** Of every read model that has shown an event; a service with several instances tells of the one that answers. */
export const readModelLags = async (lab: Pick<Lab, 'ask'>): Promise<readonly ReadModelLag[]> => {
  const all = serviceNames.map(async (service) => lagsOf(service, await samplesOf(lab, service, BUCKETS)));
  return (await Promise.all(all)).flat();
};

const lagsOf = (service: ServiceName, samples: readonly Sample[]): readonly ReadModelLag[] => {
  const views = [...new Set(samples.flatMap(({ labels }) => labels['view'] ?? []))].sort();
  return views.map((view) => {
    const buckets = samples
      .filter(({ labels }) => labels['view'] === view)
      .map(({ labels, value }) => ({ below: secondsOf(labels['le'] ?? ''), many: value }))
      .sort((a, b) => a.below - b.below);
    const events = buckets.at(-1)?.many ?? 0;
    const within = (percent: number): number | null => {
      const bucket = buckets.find(({ many }) => many >= (percent / 100) * events);
      return bucket && Number.isFinite(bucket.below) ? bucket.below * 1_000 : null;
    };
    return { service, view, events, p50: within(50), p95: within(95), p99: within(99) };
  });
};

const secondsOf = (le: string): number => (le === '+Inf' ? Infinity : Number(le));
