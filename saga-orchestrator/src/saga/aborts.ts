// The wish to abort: granted at once before the pivot is sent, and never after.
import type { Stamp } from '@saga-lab/platform/decider/message';
import type { Happening, WhyIgnored } from './events.ts';
import type { Heard } from './messages.ts';
import { isBeforePivot, undoFrom } from './moves.ts';
import type { Rules } from './moves.ts';
import { reasonIn } from './replies.ts';
import { goingOf } from './state.ts';
import type { Saga } from './state.ts';

/** The customer's wish; it may even overtake the start of the saga. */
export const hearCancellation = (rules: Rules, saga: Saga<unknown>, heard: Heard & Stamp): Happening[] => {
  const wish = { by: heard.source, reason: reasonIn(heard.data) ?? 'CANCELLED' };
  if (saga.status === 'NEW') return saga.abort === undefined ? [{ type: 'AbortRequested', data: wish }] : [];
  const why = whyNot(rules, saga);
  return why === undefined
    ? abort(rules, saga, wish, heard)
    : [{ type: 'AbortIgnored', data: { ...wish, why } }];
};

/** Undoes everything, the open step included: its outcome is unknown. */
export const abort = (
  rules: Rules,
  saga: Saga<unknown>,
  wish: { readonly by: string; readonly reason: string; readonly note?: string },
  stamp: Stamp,
): Happening[] => {
  const going = goingOf(saga);
  if (!going) return [];
  return [{ type: 'AbortRequested', data: wish }, ...undoFrom(rules, going.step, wish.reason, stamp)];
};

/** Why a saga that has started cannot be aborted, if it cannot. */
export const whyNot = (rules: Rules, saga: Saga<unknown>): WhyIgnored | undefined => {
  const going = goingOf(saga);
  if (!going) return 'ENDED';
  if (going.status === 'COMPENSATING') return 'COMPENSATING_ALREADY';
  return isBeforePivot(rules.steps, going) ? undefined : 'PAST_PIVOT';
};
