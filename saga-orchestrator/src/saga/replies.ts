// What a saga does with a reply: at most one answers its open command; every other is written down and left alone.
import type { BarrierAnswer } from '@saga-lab/platform/decider/barrier';
import type { Stamp } from '@saga-lab/platform/decider/message';
import { abort, backFrom, undoBefore, undoFrom, whyNotAborted } from './compensation.ts';
import { forwardFrom, isBeforePivot, slowestAnswer } from './moves.ts';
import type { Moment, Rules } from './moves.ts';
import { activeOf, openTask } from './state.ts';
import type { Active, Compensating, Running, Saga, SagaEventData, WhyIgnored } from './state.ts';
import { rowOf } from './table.ts';
import type { SagaDefinition, SagaReply } from './table.ts';

/** What a participant says to an action that came after its compensation; see the barrier. */
const REJECTED = 'CommandRejected';

/** A reply counts for the open step and operation, whichever attempt it answers. */
export const onReply = <Memory>(
  rules: Rules,
  saga: Saga<Memory>,
  isAbout: SagaDefinition<Memory>['isAbout'],
  reply: SagaReply & Stamp,
): SagaEventData[] => {
  const active = activeOf(saga);
  if (!active) return ignored(reply, saga.status === 'NEW' ? 'NOT_STARTED' : 'ENDED');
  const open = openTask(active);
  if (reply.step !== open.step || reply.operation !== open.operation) return ignored(reply, 'NOT_OPEN');
  const { participant } = rowOf(rules.steps, open.step);
  if (reply.source !== `/${participant}`) return ignored(reply, 'WRONG_PARTICIPANT');
  const events = eventsOf(rules, active, { ...reply, slowestMs: slowestAnswer(rules, active, reply) });
  if (!events) return ignored(reply, 'NOT_AN_ANSWER_TO_IT');
  return isAbout(active.memory, reply) ? events : ignored(reply, 'NOT_WHAT_WAS_ASKED');
};

/** Nothing for a message that is no answer to the open command. */
const eventsOf = (
  rules: Rules,
  active: Active<unknown>,
  reply: SagaReply & Moment,
): SagaEventData[] | undefined =>
  active.status === 'RUNNING' ? forward(rules, active, reply) : back(rules, active, reply);

const forward = (
  rules: Rules,
  active: Running<unknown>,
  reply: SagaReply & Moment,
): SagaEventData[] | undefined => {
  const { step, participant, succeeded, refused } = rowOf(rules.steps, active.step);
  const { type, data } = reply;
  switch (type) {
    case succeeded:
      return [
        { type: 'StepSucceeded', data: { step, reply: { type, data } } },
        ...forwardFrom(rules, step, reply),
      ];
    case refused: {
      const reason = reasonIn(data) ?? reasonFor(step, 'REFUSED');
      return [
        { type: 'StepRefused', data: { step, reply: type, reason } },
        ...undoBefore(rules, step, reason, reply),
      ];
    }
    case REJECTED: {
      if (!isBeforePivot(rules.steps, active)) return undefined;
      // The participant has undone the step already, whoever told it to: this saga cannot go on from there.
      const reason = reasonFor(step, 'COMPENSATED_BEFORE');
      return [
        { type: 'AbortRequested', data: { by: participant, reason } },
        ...undoFrom(rules, step, reason, reply),
      ];
    }
    default:
      return undefined;
  }
};

const back = (
  rules: Rules,
  { step, reason }: Compensating<unknown>,
  reply: SagaReply & Moment,
): SagaEventData[] | undefined => {
  const { compensated } = rowOf(rules.steps, step);
  if (reply.type !== compensated) return undefined;
  const answer: BarrierAnswer = reply.answer ?? 'APPLIED';
  return [
    { type: 'StepCompensated', data: { step, reply: reply.type, answer } },
    ...backFrom(rules, step, reason, reply),
  ];
};

/** The customer asks to abort; this may even overtake the start of the saga. Granted at once, but not after the pivot. */
export const onCancellation = (
  rules: Rules,
  saga: Saga<unknown>,
  event: SagaReply & Stamp,
): SagaEventData[] => {
  const request = { by: event.source, reason: reasonIn(event.data) ?? 'CANCELLED' };
  if (saga.status === 'NEW')
    return saga.abort === undefined ? [{ type: 'AbortRequested', data: request }] : [];
  const why = whyNotAborted(rules, saga);
  return why === undefined
    ? abort(rules, saga, request, event)
    : [{ type: 'AbortIgnored', data: { ...request, why } }];
};

export const ignored = (
  { type: reply, source, step, operation, answer }: SagaReply,
  why: WhyIgnored,
): SagaEventData[] => [
  {
    type: 'ReplyIgnored',
    data: {
      reply,
      from: source,
      ...(step !== undefined && { step }),
      ...(operation !== undefined && { operation }),
      ...(answer !== undefined && { answer }),
      why,
    },
  },
];

/** The reason that a participant gives. */
const reasonIn = (data: unknown): string | undefined =>
  typeof data === 'object' && data !== null && 'reason' in data && typeof data.reason === 'string'
    ? data.reason
    : undefined;

/** A reason that the saga itself finds: `CHARGE_PAYMENT_TIMED_OUT`. */
export const reasonFor = (step: string, what: string): string =>
  `${step
    .toUpperCase()
    .replace(/[^A-Z]/g, '_')
    .slice(0, 63 - what.length)}_${what}`;
