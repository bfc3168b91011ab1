// How patient the roles of all protocols are unless a setting says otherwise.
import { firstWait, tryAgainAt } from '@saga-lab/platform/decider/back-off';
import type { Stamp } from '@saga-lab/platform/decider/message';
import type { At, Repeat } from './lateness.ts';
import { numberOf } from './locks/policy.ts';
import type { Policy } from './locks/policy.ts';
import { coordinatorName } from './parties.ts';
import type { Timing } from './protocol.ts';
import type { Send } from './role.ts';

/** What the settings of a service say of it: the deadline of a step of a saga is that of all votes of an order. */
export interface WaitSettings {
  readonly stepDeadlineMs: number;
  /** 0: a hold never ends by itself. */
  readonly holdTtlMs: number;
  /** Who takes from a stock or an account beside whom: a policy by its number, as commits keep it (`policyOf`). */
  readonly locks: number;
}

interface WaitVariables {
  readonly STEP_DEADLINE_MS: number;
  readonly HOLD_TTL_MS: number;
  readonly LOCKS: Policy;
}

/** What the variables of a process say. */
export const waitsOf = ({ STEP_DEADLINE_MS, HOLD_TTL_MS, LOCKS }: WaitVariables): WaitSettings => ({
  stepDeadlineMs: STEP_DEADLINE_MS,
  holdTtlMs: HOLD_TTL_MS,
  locks: numberOf(LOCKS),
});

export const waitDefaults: WaitSettings = { stepDeadlineMs: 10_000, holdTtlMs: 0, locks: numberOf('escrow') };

const LEAST_ASK_AFTER_MS = 15_000;
/** Whoever waits for an outcome is more patient than whoever waits for votes, who waits `voteByMs`. */
export const longerThanVotes = (voteByMs: number): number => 1.5 * voteByMs;

/** As patient as sagas are, so that the protocols can be compared. */
export const timingOf = ({
  stepDeadlineMs,
  holdTtlMs,
}: Pick<WaitSettings, 'stepDeadlineMs' | 'holdTtlMs'>): Timing => ({
  voteByMs: stepDeadlineMs,
  askAfterMs: Math.max(LEAST_ASK_AFTER_MS, longerThanVotes(stepDeadlineMs)),
  giveUpAfterMs: 45_000,
  repeatFirstMs: 1_000,
  repeatMostMs: 30_000,
  holdTtlMs,
});

export const defaultTiming: Timing = timingOf(waitDefaults);

/** Those of `usual` that are otherwise, if any: commits keep them, so that what was decided can be decided again. */
export const unusual = <Name extends string>(
  waits: Readonly<Record<Name, number>>,
  usual: Readonly<Record<Name, number>>,
): Readonly<Record<string, number>> | undefined => {
  const kept = Object.entries<number>(usual).flatMap(([name, value]) => {
    const own = waits[name as Name];
    return own === value ? [] : [[name, own] as const];
  });
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
};

/** When an outcome, or a question, is told again. */
export const repeatAt = (
  { repeatFirstMs, repeatMostMs }: Timing,
  { round, lateMs = 0 }: Repeat,
  stamp: Stamp,
): number => tryAgainAt(round, { first: firstWait(repeatFirstMs, lateMs), most: repeatMostMs }, stamp);

/** The timer, of such a type, by which a coordinator tells an outcome again. */
export const repeatLater =
  (type: string) =>
  (orderId: string, repeat: Repeat, { timing, stamp }: At): Send => ({
    type,
    data: { orderId, round: repeat.round },
    to: coordinatorName,
    notBefore: repeatAt(timing, repeat, stamp),
  });

/** A decision sent so often without an answer is shown to people; it is sent again all the same. */
export const TRIES_BEFORE_PARKED = 5;

/**
 * From this round on, every wait is the longest one: rounds are told apart no more, and none of them is written down, so that no
 * stream grows for as long as somebody is away.
 */
export const lastRound = ({ repeatFirstMs, repeatMostMs }: Timing): number =>
  1 + TRIES_BEFORE_PARKED + Math.ceil(Math.log2(Math.max(1, repeatMostMs / repeatFirstMs)));

export const nextRound = (timing: Timing, round: number): number => Math.min(round + 1, lastRound(timing));

/** What is written down of a round, if that is. */
export const notedRound = <Type extends string>(
  type: Type,
  round: number,
  timing: Timing,
): readonly { readonly type: Type; readonly data: { readonly round: number } }[] =>
  round < lastRound(timing) ? [{ type, data: { round } }] : [];
