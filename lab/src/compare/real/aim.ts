// How a service on real parts is struck at a commit: what it must not take in before that, or over which message it dies itself.
// The course of an order without any fault says so, as it is played on the simulator.
import type { ServiceName } from '@saga-lab/contracts/services';
import { byCause } from '../../checker/cause.ts';
import { historyOf } from '../../checker/history.ts';
import type { Recorded } from '../../checker/history.ts';
import type { Column } from '../columns.ts';
import type { Blow } from '../conditions.ts';
import { reaches } from '../points.ts';
import { runSimulated } from '../simulated/run-simulated.ts';

export interface Aim {
  readonly victim: ServiceName;
  /** Types that are kept back from it until it is struck: so nothing of what follows has happened there. */
  readonly holds: readonly string[];
  /** It takes in the same types before that, too: so this message is kept back first, the one that leads to the commit. */
  readonly until?: { readonly at: ServiceName; readonly type: string };
  /** The commit is its own: it dies over this message, before that is published. */
  readonly diesOver?: string;
}

const SEED = 1;

/** @throws Error if the point is never reached without a fault. */
export const aimAt = async (column: Column, { at, does, who }: Blow): Promise<Aim> => {
  const { atEnd, orders } = await runSimulated(column, 'none', { seed: SEED });
  const [order = ''] = orders;
  const recorded = historyOf(atEnd.commits).ofSaga(order).toSorted(byCause);
  const place = recorded.findIndex(reaches(at, column.promise.moments));
  const [victim] = who;
  const reached = recorded[place];
  if (!reached || !victim) throw new Error(`"${at}" is never reached under ${column.name}`);
  const first = reached.commit.outbox.find(({ notBefore }) => notBefore === undefined);
  if (does === 'kill' && reached.service === victim && first)
    return { victim, holds: [], diesOver: first.type };
  const causes = causesOf(reached, recorded);
  const holds = typesAt(victim, without(causes, recorded));
  const isBefore = typesAt(victim, [...causes]).some((type) => holds.includes(type));
  return {
    victim,
    holds,
    ...(isBefore && { until: { at: reached.service, type: reached.commit.input.type } }),
  };
};

/** The commit, and all that it rests on. */
const causesOf = (reached: Recorded, recorded: readonly Recorded[]): ReadonlySet<Recorded> => {
  const causes = new Set([reached]);
  for (const { commit } of causes) {
    const cause = recorded.find((one) => one.commit._id === commit.causationId);
    if (cause) causes.add(cause);
  }
  return causes;
};

const without = (some: ReadonlySet<Recorded>, all: readonly Recorded[]): readonly Recorded[] =>
  all.filter((one) => !some.has(one));

/** What this service takes in from others. */
const typesAt = (victim: ServiceName, recorded: readonly Recorded[]): readonly string[] => [
  ...new Set(
    recorded
      .filter(({ service, commit }) => service === victim && commit.input.source !== `/${victim}`)
      .map(({ commit }) => commit.input.type),
  ),
];
