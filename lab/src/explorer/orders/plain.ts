// A stream of the order saga in the one form of all that behave alike, so that there are finitely many: what only grows is capped,
// and time is counted from the state's own instant.
import { categories } from '@saga-lab/contracts/streams';
import type { Message } from '@saga-lab/platform/decider/message';
import { parseStream } from '@saga-lab/platform/decider/streams';
import { activeOf } from '@saga-lab/saga-orchestrator/saga/state';
import type { Active, Saga } from '@saga-lab/saga-orchestrator/saga/state';
import type { SagaPolicy } from '@saga-lab/saga-orchestrator/saga/moves';
import type { StreamMoment, System, Timer } from '../system/roles.ts';

/** Waits are told apart only as whole steps of this; many deliveries of a millisecond each fit into one. */
const STEP_MS = 1_000;

/** Repeats do not slow down, and a saga is parked after two tries. */
export const policy: SagaPolicy = {
  stepDeadlineMs: 10 * STEP_MS,
  repeatFirstMs: STEP_MS,
  repeatMostMs: STEP_MS,
  triesBeforeParked: 2,
  slowRepeatMs: 4 * STEP_MS,
};
export const announceAfterMs = STEP_MS;

/** From here on, one try more makes no difference. */
const MOST_ATTEMPTS = policy.triesBeforeParked + 1;

/** Only the timer that was armed last is wanted, so that one number is enough for all. */
const THE_TIMER = 1;

export const plain: System<unknown>['plain'] = ({ state, timers }, { stream, now }): StreamMoment => {
  if (state === undefined || parseStream(stream).category !== categories.saga)
    return { state, timers: timers.map(plainAnnouncement) };
  const saga = plainSaga(state as Saga<unknown>, now);
  return { state: saga, timers: timers.map((timer) => plainDeadline(timer, saga)) };
};

const plainSaga = (saga: Saga<unknown>, now: number): Saga<unknown> => {
  if (saga.status === 'PARKED') return { ...saga, active: plainActive(saga.active, now) };
  return saga.status === 'RUNNING' || saga.status === 'COMPENSATING' ? plainActive(saga, now) : saga;
};

/** A timer is due when the wait is over, or before that: then it is armed again. How long before makes no difference. */
const plainActive = <A extends Active<unknown>>(active: A, now: number): A => {
  const { attempt, waitUntil, timer } = active;
  const left = Math.ceil((waitUntil - now) / STEP_MS) * STEP_MS;
  const fireAt = timer && timer.fireAt < waitUntil ? left - 1 : left;
  const { slowestMs: _slowest, ...timeless } = active;
  return {
    ...(timeless as A),
    attempt: Math.min(attempt, MOST_ATTEMPTS),
    waitUntil: left,
    ...(timer && { timer: { n: THE_TIMER, fireAt } }),
  };
};

const plainDeadline = ({ message, at }: Timer, saga: Saga<unknown>): Timer => ({
  message: { ...message, data: { n: THE_TIMER } },
  at: activeOf(saga)?.timer?.fireAt ?? at,
});

/** Rounds differ only in how long they wait. */
const plainAnnouncement = ({ message }: Timer): Timer => ({
  message: { ...message, data: { ...(message.data as object), round: 1 } },
  at: 0,
});

/** What the barrier says besides the reply is for people: a saga writes it down, and decides nothing by it. */
export const plainMessage = (message: Message): Message =>
  message.answer === undefined ? message : { ...message, answer: 'APPLIED' };
