// How services on real parts are struck at a commit: until then, nothing is published that does not lead to it. The course of an
// order without any fault says what that is, as it is played on the simulator.
import type { ServiceName } from '@saga-lab/contracts/services';
import { byCause } from '../../checker/cause.ts';
import { historyOf } from '../../checker/history.ts';
import type { Recorded } from '../../checker/history.ts';
import { receiversOf } from '../../checker/receivers.ts';
import type { Column } from '../columns.ts';
import type { Experiment } from '../conditions.ts';
import { reaches } from '../points.ts';
import { runSimulated } from '../simulated/run-simulated.ts';

/** A type of messages of one service. */
export interface Said {
  readonly by: ServiceName;
  readonly type: string;
}

export interface Aim {
  /** Made durable, and not published until the fault strikes. */
  readonly withheld: readonly Said[];
  /** Where one is to be told before: what the commit says, to whom first, and to whom as well. */
  readonly told?: Said & { readonly first: ServiceName; readonly others: readonly ServiceName[] };
}

const SEED = 1;

/** Nothing where no fault strikes at a commit. @throws Error if the point is never reached without a fault. */
export const aimAt = async (column: Column, { blow, isPoor }: Experiment): Promise<Aim | undefined> => {
  if (!blow) return undefined;
  const { atEnd, orders } = await runSimulated(column, isPoor ? 'refusal' : 'none', { seed: SEED });
  const [order = ''] = orders;
  const recorded = historyOf(atEnd.commits).ofSaga(order).toSorted(byCause);
  const reached = recorded.find(reaches(blow.at, column.promise.moments));
  if (!reached) throw new Error(`"${blow.at}" is never reached under ${column.name}`);
  const needed = new Set([...leadingTo(reached, recorded)].map(({ commit: { input } }) => keyOf(input)));
  const said = recorded.flatMap(({ service, commit }) =>
    messagesIn(commit).map(({ type }) => ({ by: service, type })),
  );
  const told = blow.tellsOne && toldIn(reached);
  return { withheld: distinct(said).filter((one) => !needed.has(nameOf(one))), ...(told && { told }) };
};

/** The commit, and all that it rests on: what caused it, and what its streams held. */
const leadingTo = (reached: Recorded, recorded: readonly Recorded[]): ReadonlySet<Recorded> => {
  const needed = new Set([reached]);
  for (const one of needed)
    for (const other of recorded) if (isCauseOf(other, one) || isBefore(other, one)) needed.add(other);
  return needed;
};

const isCauseOf = (one: Recorded, { commit }: Recorded): boolean => one.commit._id === commit.causationId;

const isBefore = (one: Recorded, other: Recorded): boolean =>
  one.service === other.service &&
  one.commit.events.some((event) =>
    other.commit.events.some(({ stream, version }) => event.stream === stream && event.version < version),
  );

const messagesIn = ({ outbox }: Recorded['commit']) =>
  outbox.filter(({ notBefore }) => notBefore === undefined);

/** Where all receivers hear the same message, nobody can be told alone. */
const toldIn = ({ service, commit }: Recorded): Aim['told'] => {
  const [first] = messagesIn(commit);
  const all = messagesIn(commit).filter(({ type }) => type === first?.type);
  const [one, ...others] = all.flatMap(receiversOf);
  return first?.to !== undefined && one !== undefined
    ? { by: service, type: first.type, first: one, others }
    : undefined;
};

const nameOf = ({ by, type }: Said): string => `/${by} ${type}`;
const keyOf = ({ source, type }: Recorded['commit']['input']): string => `${source} ${type}`;

const distinct = (all: readonly Said[]): readonly Said[] => [
  ...new Map(all.map((one) => [nameOf(one), one])).values(),
];
