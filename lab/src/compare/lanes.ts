// What happened when, and where, to one order: for a picture in which protocols stand one above the other.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { historyOf } from '../checker/history.ts';
import type { History } from '../checker/history.ts';
import { holdsOf } from '../figures/holds.ts';
import type { End } from '../figures/holds.ts';
import type { Absence, Run } from './run.ts';

/** From one moment to another, milliseconds since the order was placed; without `to`: to the end of what was looked at. */
export interface Span {
  readonly from: number;
  readonly to?: number;
}

export interface Lane {
  readonly who: ServiceName;
  /** It takes no part. */
  readonly listens?: true;
  /** When this one wrote something down about the order. */
  readonly commits: readonly number[];
  readonly held?: Span & { readonly as?: End };
  readonly away?: Span & Pick<Absence, 'does'>;
}

export interface Lanes {
  readonly lanes: readonly Lane[];
  /** Milliseconds. */
  readonly until: number;
}

/** Of the first order. */
export const lanesOf = (run: Run, parties: readonly ServiceName[]): Lanes => {
  const { orders, absence, beforeReturn, atEnd } = run;
  const [order = ''] = orders;
  const sight = beforeReturn ?? atEnd;
  const history = historyOf(sight.commits);
  const began = Math.min(...history.ofSaga(order).map(({ commit }) => commit.at));
  const since = (instant: number): number => Math.max(0, instant - began);
  return {
    lanes: serviceNames.map((who) => ({
      ...laneOf(who, { history, order, absence, since }),
      ...(!parties.includes(who) && { listens: true as const }),
    })),
    until: since(sight.at),
  };
};

interface Told {
  readonly history: History;
  readonly order: string;
  readonly absence: Absence | undefined;
  readonly since: (instant: number) => number;
}

const laneOf = (who: ServiceName, { history, order, absence, since }: Told): Lane => {
  const own = history.ofSaga(order).filter(({ service }) => service === who);
  const hold = holdsOf(history, order).find(({ at }) => at === who);
  const span = (from: number, to: number | undefined): Span => ({
    from: since(from),
    ...(to !== undefined && { to: since(to) }),
  });
  return {
    who,
    commits: own.map(({ commit }) => since(commit.at)),
    ...(hold && {
      held: { ...span(hold.from, hold.end?.at), ...(hold.end && { as: hold.end.as }) },
    }),
    ...(absence?.who.includes(who) === true && {
      away: { ...span(absence.from, absence.to), does: absence.does },
    }),
  };
};
