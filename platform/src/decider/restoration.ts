// One thing of the past brought back: what was so at a version, with what those who held some of it then have done since.
import { replay } from './decider.ts';
import type { NewEvent } from './decider.ts';

/** What a saga takes of a thing with an event (above zero), or gives back or uses up (below zero). */
export interface Hold {
  readonly orderId: string;
  readonly amount: number;
}

export interface HoldRules<S, E extends NewEvent> {
  readonly evolve: (state: S | undefined, event: E) => S;
  /** `undefined` for an event that no saga caused. */
  readonly holdOf: (event: E) => Hold | undefined;
}

export interface Restoration<S> {
  /** The state to bring back; `undefined` for version 0. */
  readonly state: S | undefined;
  /**
   * What is held now by those who had taken nothing at that version, and by those who are undone: it stands in the way, or is
   * given up knowingly.
   */
  readonly held: readonly Hold[];
  /** Those of the named orders to be undone that ever took something. */
  readonly undone: readonly string[];
  readonly undoneSince: boolean;
  /** The last version that was looked at: what is decided on this must find the thing as it was there. */
  readonly seen: number;
}

/** Which orders are taken back as a whole, as if they had never been. */
export interface Undoing {
  readonly undone: readonly string[];
  /** All that had taken nothing at the version, too: however many they are, nobody has to name them. */
  readonly undoneSince: boolean;
}

/**
 * What a stream's `events` (all of them, oldest first) would come to if everything after `toVersion` were taken back, except what
 * was done by sagas that had taken something by then: those go on, or have ended, as if nothing had happened to them, unless they
 * are `undone`.
 */
export const restorationOf = <S, E extends NewEvent>(
  { evolve, holdOf }: HoldRules<S, E>,
  events: readonly (E & { readonly version: number })[],
  toVersion: number,
  { undone, undoneSince }: Undoing = NOTHING_UNDONE,
): Restoration<S> => {
  const named = new Set(undone);
  const orderOf = (event: E): string | undefined => holdOf(event)?.orderId;
  const isNamed = (event: E): boolean => named.has(orderOf(event) ?? '');
  const then = events.filter(({ version }) => version <= toVersion);
  const earlier = new Set(then.map(orderOf).filter((order) => order !== undefined));
  const isOfEarlier = (event: E): boolean => earlier.has(orderOf(event) ?? '');
  const since = events.filter(({ version }) => version > toVersion);
  const kept = [...then, ...since.filter(isOfEarlier)].filter((event) => !isNamed(event));
  const holds = events.filter((event) => isNamed(event) || !isOfEarlier(event));
  return {
    state: replay<S, E>(evolve, kept),
    held: summed(holds.flatMap((event) => holdOf(event) ?? [])),
    undone: [...new Set(events.filter(isNamed).map(orderOf))].filter((order) => order !== undefined),
    undoneSince,
    seen: events.at(-1)?.version ?? 0,
  };
};

const NOTHING_UNDONE: Undoing = { undone: [], undoneSince: false };

const summed = (holds: readonly Hold[]): readonly Hold[] => {
  const sums = new Map<string, number>();
  for (const { orderId, amount } of holds) sums.set(orderId, (sums.get(orderId) ?? 0) + amount);
  return [...sums].map(([orderId, amount]) => ({ orderId, amount })).filter(({ amount }) => amount > 0);
};
