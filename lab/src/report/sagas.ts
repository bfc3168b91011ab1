// Which sagas a report shows, and the picture of each.
import { ofEveryService } from '@saga-lab/contracts/services';
import type { Facts, OrderFacts } from '../checker/facts.ts';
import type { Recorded } from '../checker/history.ts';
import { lostMessages } from '../checker/messages.ts';
import type { Verdict } from '../checker/verdict.ts';
import type { Circumstances } from '../show/interventions.ts';
import { sagasNamed } from '../show/named-sagas.ts';
import type { Injection } from '../simulator/simulation.ts';
import { commitKey } from '../simulator/simulation.ts';
import type { SagaPicture } from './picture/saga-picture.ts';

/** When things happened in a run; without both, injections are in no picture. */
export interface RunTimes {
  /** Milliseconds since the epoch by the clock of the databases; injections are dated from here. */
  readonly began?: number;
  /** Instead, of a simulated run: as in `Simulation`. */
  readonly durableAt?: ReadonlyMap<string, number>;
}

const MOST = 6;

/** Those that a finding names; if none does, one of each outcome. */
export const sagasToShow = (
  { orders }: Pick<Facts, 'orders'>,
  verdicts: readonly Verdict[],
): readonly string[] => {
  const findings = verdicts.flatMap(({ state, findings: all }) => (state === 'holds' ? [] : all));
  const named = sagasNamed(findings, new Set(orders.map(({ id }) => id)));
  if (named.length > 0) return named.slice(0, MOST);
  const isFirst = (one: OrderFacts, n: number) =>
    orders.findIndex(({ saga }) => saga?.status === one.saga?.status) === n;
  return orders.filter(isFirst).map(({ id }) => id);
};

export const sagaPictures = (
  facts: Facts,
  sagas: readonly string[],
  run: RunTimes & { readonly injections: readonly Injection[] },
): readonly (SagaPicture & { readonly saga: string })[] => {
  const circumstances = circumstancesOf(run);
  const lost = new Set(lostMessages(facts));
  return sagas.map((saga) => {
    const recorded = facts.history.ofSaga(saga);
    const status = facts.orders.find(({ id }) => id === saga)?.saga?.status ?? 'without a saga';
    return {
      saga,
      title: `Saga ${saga}, ${status}`,
      commits: ofEveryService((name) =>
        recorded.filter(({ service }) => service === name).map(({ commit }) => commit),
      ),
      circumstances: { ...circumstances, lost },
    };
  });
};

const circumstancesOf = ({
  injections,
  began,
  durableAt,
}: RunTimes & { readonly injections: readonly Injection[] }): Omit<Circumstances, 'lost'> => {
  if (durableAt) return { injections, timeOf: timeIn(durableAt) };
  if (began === undefined) return {};
  return { injections: injections.map((one) => ({ ...one, at: began + one.at })) };
};

export const timeIn =
  (durableAt: ReadonlyMap<string, number>) =>
  ({ service, commit }: Recorded): number =>
    durableAt.get(commitKey(service, commit._id)) ?? commit.at;
