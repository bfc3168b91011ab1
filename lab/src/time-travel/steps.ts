// The moments of a history: each Lamport value at which something happened, and whether a moment lies among them.
import type { History } from '../checker/history.ts';
import type { Cut, Moment } from './cut.ts';
import { instantsOf } from './cut.ts';

/** Lamport values, ascending: one step forward is the next of them. */
export const stepsIn = ({ all }: History): readonly number[] =>
  [...new Set(all.map(({ commit }) => commit.lamport))].sort((a, b) => a - b);

/** Of the last that had happened; 0 for a cut in which nothing had. */
export const lamportOf = ({ history }: Pick<Cut, 'history'>): number => stepsIn(history).at(-1) ?? 0;

/** When the last had happened, milliseconds since the epoch; `undefined` where nothing had. */
export const instantOf = ({ history }: Pick<Cut, 'history'>): number | undefined =>
  greatest(instantsOf(history).values());

export interface Span {
  readonly first: { readonly lamport: number; readonly at: number };
  readonly last: { readonly lamport: number; readonly at: number };
}

/** From the first to the last that happened; `undefined` for an empty history. */
export const spanOf = (history: History): Span | undefined => {
  const steps = stepsIn(history);
  const instants = [...instantsOf(history).values()];
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return {
    first: { lamport: first, at: instants.reduce((a, b) => Math.min(a, b)) },
    last: { lamport: last, at: greatest(instants) ?? 0 },
  };
};

const greatest = (instants: Iterable<number>): number | undefined =>
  [...instants].reduce<number | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined);

export type Place = 'before' | 'within' | 'behind';

/** Nothing had happened before the first; behind the last Lamport value there is nothing yet. A late time is `within`. */
export const placeOf = ({ first, last }: Span, { lamport, time }: Moment): Place => {
  if (lamport === undefined) return time < first.at ? 'before' : 'within';
  if (lamport < first.lamport) return 'before';
  return lamport > last.lamport ? 'behind' : 'within';
};
