// What a participant measures of what it holds under protocols that vote: how many are in doubt, and for how long it held.
import { parseStream } from '../decider/streams.ts';
import { recentlyUsed } from '../decider/recently-used.ts';
import type { Observation, Observer } from '../runtime/ports.ts';
import { folded, isFolded } from '../views/projection.ts';
import type { Projection } from '../views/projection.ts';
import type { ViewDocument, Views } from '../views/views.ts';
import type { Meter } from './meter.ts';

interface Hold extends ViewDocument {
  readonly status: string;
  /** ISO 8601, UTC: when it came to that status. */
  readonly since: string;
}

export interface Held<D extends Hold = Hold> {
  readonly views: Pick<Views, 'count'>;
  readonly projection: Projection<D>;
}

const BUCKETS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 1_800];
const IN_DOUBT = 'IN_DOUBT';
/** More than are held at a time by default; holds that other instances settle are forgotten so. */
const MOST_KEPT = 10_000;

/** Folds what this instance commits as the read model does; a hold that it has not seen from its begin is not measured. */
export const holdMetrics = <D extends Hold>(
  { ask, measure }: Meter,
  { views, projection }: Held<D>,
): Observer => {
  const protocols = [projection.category].flat();
  ask(
    {
      name: 'in_doubt',
      help: 'Orders of which this service has promised its part and does not know how they ended, of all instances, by protocol, from the read model. Every order is so for a moment; worry when it does not come down: GET /holds?status=IN_DOUBT says which, and since when.',
      labels: ['protocol'],
    },
    () =>
      Promise.all(
        protocols.map(async (protocol) => ({
          labels: { protocol },
          value: await views.count(projection.view, { protocol, status: IN_DOUBT }),
        })),
      ),
  );
  const held = measure({
    name: 'hold',
    help: 'From the promise of this service until it has done what was decided, or a person has decided, by protocol: for so long others cannot have what is held. Not measured where another instance promised, or this one before a restart. Worry when the 95th percentile is above some seconds.',
    labels: ['protocol'],
    buckets: BUCKETS,
  });
  /** Only those in doubt. */
  const known = recentlyUsed<D>(MOST_KEPT);

  const see = (observed: Committed['events'][number], at: number): void => {
    const { stream, version } = observed;
    const before = known.get(stream);
    if (version !== 1 + versionOf(before)) return;
    const now = folded(projection, stream, [{ ...observed, schemaVersion: 1, at }], before);
    if (now?.status === IN_DOUBT) known.set(stream, now);
    else known.delete(stream);
    if (before && now?.status !== IN_DOUBT)
      held({ protocol: parseStream(stream).category }, (at - Date.parse(before.since)) / 1_000);
  };

  return (observation) => {
    if (observation.kind !== 'committed') return;
    for (const event of observation.events)
      if (isFolded(projection, event.stream)) see(event, observation.at);
  };
};

const versionOf = (hold: Hold | undefined): number => hold?.version ?? 0;

type Committed = Extract<Observation, { kind: 'committed' }>;
