// What sagas left in the histories of this project's services.
import type { Commit } from '@saga-lab/platform/store/commit';
import { eventually } from '@saga-lab/platform/time/eventually';
import type { Databases } from '../counters/databases.ts';
import { tracesOf } from './contestant.ts';
import type { Traces } from './contestant.ts';

const ENDS = ['SagaCompleted', 'SagaCompensated'];
const LAST_COMMITS_WITHIN_MS = 30_000;
const MOST_IDS = 1_000;

type Found = Pick<Commit, 'correlationId' | 'at'> & {
  readonly events: readonly { readonly type: string; readonly data?: { readonly attempt?: number } }[];
};

const projection = { _id: 0, correlationId: 1, at: 1, 'events.type': 1, 'events.data.attempt': 1 };

/** @throws Error if some of these sagas have not ended in time */
export const tracesIn = (connections: Databases['connections'], sagas: readonly string[]): Promise<Traces> =>
  eventually(
    async () => {
      const found = await commitsOf(connections, sagas);
      const events = found.flatMap((commit) => commit.events);
      const ended = events.filter(({ type }) => ENDS.includes(type)).length;
      if (ended !== sagas.length) throw new Error(`${ended} of ${sagas.length} sagas have ended`);
      const repeats = events.filter(({ type, data }) => type === 'CommandSent' && (data?.attempt ?? 1) > 1);
      const traces = tracesOf(found.map(({ correlationId, at }) => ({ saga: correlationId, at })));
      return { sagas: traces, repeats: repeats.length };
    },
    { timeoutMs: LAST_COMMITS_WITHIN_MS, everyMs: 200 },
  );

const commitsOf = async (
  connections: Databases['connections'],
  sagas: readonly string[],
): Promise<readonly Found[]> => {
  const parts = Array.from({ length: Math.ceil(sagas.length / MOST_IDS) }, (_, n) =>
    sagas.slice(n * MOST_IDS, (n + 1) * MOST_IDS),
  );
  const reading = connections.flatMap(({ db }) =>
    parts.map((ids) =>
      db
        .collection('commits')
        .find({ correlationId: { $in: ids } }, { projection })
        .toArray(),
    ),
  );
  return (await Promise.all(reading)).flat() as unknown as readonly Found[];
};
