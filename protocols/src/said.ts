// What the notes of any role say beside where it is: what the order is about, who asked when, and what a person decided.
import type { Terms, Wanted } from './terms.ts';

export type ByHandOutcome = 'COMMIT' | 'ABORT';

/** Instants are ISO 8601, UTC. */
export interface Said {
  /** With prices as soon as somebody has named them. */
  readonly about?: Wanted | Terms;
  /** When it has last asked how the order ended. */
  readonly askedAt?: string;
  /** Why it was rejected, in the protocol's words. */
  readonly reason?: string;
  readonly byHand?: ByHand;
  /** The outcome was not what a person had decided here. */
  readonly damage?: { readonly outcome: ByHandOutcome; readonly at: string };
  /** As a coordinator hears of that: at which services. */
  readonly damagedAt?: readonly string[];
}

export interface ByHand {
  readonly outcome: ByHandOutcome;
  readonly by: string;
  readonly reason: string;
  readonly at: string;
}

/** As far as roles of several protocols note the same. */
interface Noted {
  readonly type: string;
  readonly data: {
    readonly terms?: Terms;
    readonly wanted?: Wanted;
    readonly reason?: string;
    readonly outcome?: string;
    readonly by?: string;
    readonly because?: string;
    readonly damaged?: boolean;
  };
  readonly at: string;
}

export const saidOf = (
  before: Said,
  noted: { readonly type: string; readonly data: unknown; readonly at: string },
): Said => {
  const known = noted as Noted;
  return { ...before, ...aboutIn(known, before), ...sayings[noted.type]?.(known, before) };
};

/** What was said before, out of all that is known. */
export const saidIn = ({ about, askedAt, reason, byHand, damage, damagedAt }: Said): Said =>
  Object.fromEntries(
    Object.entries({ about, askedAt, reason, byHand, damage, damagedAt }).filter(
      ([, value]) => value !== undefined,
    ),
  );

/** What follows may know the order without its prices: those that are known stay. */
const aboutIn = ({ data }: Noted, before: Said): Said => {
  const priced = data.terms ?? ('amount' in data ? (data as unknown as Terms) : undefined);
  if (priced) return { about: priced };
  const unpriced = data.wanted ?? ('lines' in data ? (data as unknown as Wanted) : undefined);
  return unpriced && !before.about ? { about: unpriced } : {};
};

type Saying = (noted: Noted, before: Said) => Said;

const asked: Saying = ({ at }) => ({ askedAt: at });

/** A coordinator says who has given it up by hand, and because of what. */
const givenUp: Saying = ({ data: { reason, by, because }, at }) => ({
  ...(reason !== undefined && { reason }),
  ...(by !== undefined && because !== undefined && { byHand: { outcome: 'ABORT', by, reason: because, at } }),
});

const decidedByHand: Saying = ({ data: { outcome = '', by = '', reason = '' }, at }) => ({
  byHand: { outcome: outcome.startsWith('COMMIT') ? 'COMMIT' : 'ABORT', by, reason, at },
});

/** It can only differ from what the person has decided. */
const damaged: Saying = ({ at }, { byHand }) =>
  byHand ? { damage: { outcome: byHand.outcome === 'COMMIT' ? 'ABORT' : 'COMMIT', at } } : {};

const counted: Saying = ({ data: { by, damaged: isDamaged } }, { damagedAt = [] }) =>
  isDamaged && by !== undefined ? { damagedAt: [...damagedAt, by] } : {};

const sayings: Readonly<Record<string, Saying>> = {
  OutcomeAsked: asked,
  TerminationBegun: asked,
  AbortDecided: givenUp,
  AbortPresumed: givenUp,
  Aborted: givenUp,
  VotedNo: givenUp,
  CancelDecided: givenUp,
  CancelPresumed: givenUp,
  TryRefused: givenUp,
  Rejected: givenUp,
  Refused: givenUp,
  DecidedByHand: decidedByHand,
  HeuristicDamage: damaged,
  DoneCounted: counted,
};
