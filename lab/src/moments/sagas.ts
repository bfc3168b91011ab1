// The commits of single sagas, asked for by their ids, as far as they were taken in.
import type { DatabaseSync } from 'node:sqlite';
import { serviceNames } from '@saga-lab/contracts/services';
import { recentlyUsed } from '@saga-lab/platform/decider/recently-used';
import { sagaOf } from '../checker/history.ts';
import type { Source } from '../reader/follow/lanes.ts';
import type { Placed } from './underway.ts';

/** Sagas whose commits are kept, so that a step costs only what is new in it. */
const MOST_KEPT = 2_000;
/** Of services asked at the same time. */
const AT_ONCE = 8;

export const sagas = (db: DatabaseSync, source: Source) => {
  const correlations = db.prepare('SELECT correlation FROM correlations WHERE saga = ?');
  const instantOf = db.prepare('SELECT instant FROM commits WHERE service = ? AND id = ?');
  const kept = recentlyUsed<readonly Placed[]>(MOST_KEPT);

  const taken = async (correlation: string, saga: string): Promise<readonly Placed[]> => {
    const commits = await source.commitsOf(correlation);
    return serviceNames.flatMap((service) =>
      commits[service].flatMap((commit): readonly Placed[] => {
        const row = instantOf.get(service, commit._id);
        return row && sagaOf(commit) === saga ? [{ service, commit, instant: Number(row.instant) }] : [];
      }),
    );
  };
  const commitsOf = async (saga: string): Promise<readonly Placed[]> => {
    const others = correlations.all(saga).map(({ correlation }) => String(correlation));
    const parts = await Promise.all([saga, ...others].map((correlation) => taken(correlation, saga)));
    return parts.flat();
  };

  return {
    commitsOf,
    ofAll: async (ids: readonly string[]): Promise<readonly Placed[]> => {
      const found: Placed[] = [];
      for (let n = 0; n < ids.length; n += AT_ONCE)
        found.push(
          ...(await Promise.all(
            ids.slice(n, n + AT_ONCE).map(async (saga) => {
              const commits = kept.get(saga) ?? (await commitsOf(saga));
              kept.set(saga, commits);
              return commits;
            }),
          ).then((parts) => parts.flat())),
        );
      return found;
    },
  };
};
