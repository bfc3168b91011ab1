// What the runs of a benchmark come to: medians over rounds with their spread, and ratios of runs of the same round.
import { firstOf } from '@saga-lab/launcher/engine/engine';
import { otherNames } from '../contest/contestant.ts';
import type { ContestantName, OtherName } from '../contest/contestant.ts';
import type { Run } from '../contest/contest.ts';
import type { RunFigures } from '../contest/run.ts';
import { spreadOf } from './nested.ts';
import type { Spread } from './nested.ts';

/** Ours to those of another contestant. */
export interface Ratios {
  /** Sagas per second: the more the better. */
  readonly perSecond: number;
  /** Median latency: the less the better. */
  readonly latency: number;
}

export interface Compared {
  /** Name of the load. */
  readonly load: string;
  readonly of: Readonly<Partial<Record<ContestantName, Spread<RunFigures>>>>;
  /** Ours to the floor's, where both were measured. */
  readonly ratios?: Spread<Ratios>;
  /** Ours to those of each of the others that was measured. */
  readonly toOthers?: Readonly<Partial<Record<OtherName, Spread<Ratios>>>>;
}

/** In the order in which loads were measured first. */
export const comparedLoads = (runs: readonly Run[]): readonly Compared[] =>
  [...new Set(runs.map(({ load }) => load))].map((load) => compared(load, runs));

const compared = (load: string, all: readonly Run[]): Compared => {
  const runs = all.filter((run) => run.load === load);
  const names = [...new Set(runs.map(({ contestant }) => contestant))];
  const of = Object.fromEntries(
    names.map((name) => [
      name,
      spreadOf(runs.filter(({ contestant }) => contestant === name).map(({ figures }) => figures)),
    ]),
  );
  const ratios = ratiosOf(runs, 'floor');
  const toOthers = otherNames.flatMap((name) => {
    const toIt = ratiosOf(runs, name);
    return toIt.length > 0 ? [[name, spreadOf(toIt)] as const] : [];
  });
  return {
    load,
    of,
    ...(ratios.length > 0 && { ratios: spreadOf(ratios) }),
    ...(toOthers.length > 0 && { toOthers: Object.fromEntries(toOthers) }),
  };
};

/** Only runs of one round are compared: what else the machine did was then nearly the same. */
const ratiosOf = (runs: readonly Run[], name: ContestantName): readonly Ratios[] =>
  runs
    .filter(({ contestant }) => contestant === 'ours')
    .flatMap(({ round, figures: our }) => {
      const other = runs.find((run) => run.contestant === name && run.round === round)?.figures;
      if (!other) return [];
      return [{ perSecond: our.perSecond / other.perSecond, latency: our.latency.p50 / other.latency.p50 }];
    });

type Kind = 'services' | 'databases' | 'broker' | 'generator';

export const kinds: readonly Kind[] = ['services', 'databases', 'broker', 'generator'];

/** What peers keep their journals in. */
const ENGINES = ['postgres', 'restate-server'];

/** A node of a cluster is of the kind of the first one: `broker#2`. */
export const kindOf = (name: string): Kind => {
  const process = firstOf(name);
  if (process === 'broker' || process === 'generator') return process;
  return process.startsWith('mongo-') || ENGINES.includes(process) ? 'databases' : 'services';
};

/** One counter of all processes of each kind together. */
export const byKind = (
  { processes }: Pick<RunFigures, 'processes'>,
  counter: keyof RunFigures['processes'][string],
): Readonly<Record<Kind, number>> => {
  const sum = { services: 0, databases: 0, broker: 0, generator: 0 };
  for (const [name, counters] of Object.entries(processes)) sum[kindOf(name)] += counters[counter];
  return sum;
};

/** One counter of all databases together. */
export const ofDatabases = (
  { databases }: Pick<RunFigures, 'databases'>,
  counter: keyof RunFigures['databases'][string],
): number => Object.values(databases).reduce((sum, counters) => sum + counters[counter], 0);
