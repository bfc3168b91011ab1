// How far the history of each service was read into a file, and whether the file is of these very histories.
import type { DatabaseSync } from 'node:sqlite';
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Recorded } from '../../checker/history.ts';
import type { Lab } from '../../client/lab.ts';
import { Refused } from '../../client/request.ts';

/** Whose histories are read. */
export type Source = Pick<Lab, 'commitsAfter' | 'commitsOf'>;

export interface Lane {
  /** Id of its first commit, and of the last that was taken in. */
  readonly first: string;
  readonly last: string;
  /** Behind which the last one is read again. */
  readonly before: string;
  readonly position: string;
  /** Commits that were taken in. */
  readonly seq: number;
}

export const LANES = `
  CREATE TABLE IF NOT EXISTS lanes (
    service TEXT PRIMARY KEY, first TEXT, before TEXT, last TEXT, position TEXT, seq INTEGER) WITHOUT ROWID;`;

export const lanes = (db: DatabaseSync) => {
  const get = db.prepare('SELECT * FROM lanes WHERE service = ?');
  const put = db.prepare('INSERT OR REPLACE INTO lanes VALUES (?, ?, ?, ?, ?, ?)');
  const grown = new Map<ServiceName, Lane>();
  const of = (service: ServiceName): Lane | undefined =>
    grown.get(service) ?? (get.get(service) as Lane | undefined);
  return {
    of,
    grow: ({ service, commit }: Recorded, position: string): Lane => {
      const { first = commit._id, position: before = '', seq = 0 } = of(service) ?? {};
      const lane = { first, last: commit._id, before, position, seq: seq + 1 };
      grown.set(service, lane);
      return lane;
    },
    save: (): void => {
      for (const [service, { first, before, last, position, seq }] of grown)
        put.run(service, first, before, last, position, seq);
    },
  };
};
export type Lanes = ReturnType<typeof lanes>;

/** Whether what was taken in is the beginning of these histories: their first commits, and the last that were read. */
export const isOf = async (source: Source, { of }: Pick<Lanes, 'of'>): Promise<boolean> => {
  const checks = await Promise.all(
    serviceNames.map(async (service) => {
      const lane = of(service);
      if (!lane) return true;
      const idBehind = async (position: string) =>
        (await source.commitsAfter(service, position, 1)).items[0]?._id;
      return (await idBehind('')) === lane.first && (await idBehind(lane.before)) === lane.last;
    }),
  ).catch((error: unknown) => {
    if (error instanceof Refused && error.answer.status === 400) return [false];
    throw error;
  });
  return !checks.includes(false);
};
