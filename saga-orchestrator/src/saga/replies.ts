// What a saga does with a reply: at most one answers its open command; every other is written down and left alone.
import type { BarrierAnswer } from '@saga-lab/platform/decider/barrier';
import type { Stamp } from '@saga-lab/platform/decider/message';
import type { Happening, WhyIgnored } from './events.ts';
import type { Heard } from './messages.ts';
import { backFrom, forwardFrom, isBeforePivot, undoBefore, undoFrom } from './moves.ts';
import type { Rules } from './moves.ts';
import { goingOf, openTask } from './state.ts';
import type { Compensating, Going, Running, Saga } from './state.ts';
import { rowOf } from './table.ts';
import type { SagaDefinition, Step } from './table.ts';

/** What a participant says to an action that came after its compensation; see the barrier. */
const REJECTED = 'CommandRejected';

interface Asked<Memory> {
  readonly saga: Saga<Memory>;
  readonly fits: SagaDefinition<Memory>['fits'];
}

/** A reply counts for the open step and operation, whichever attempt it answers. */
export const hearReply = <Memory>(
  rules: Rules,
  { saga, fits }: Asked<Memory>,
  heard: Heard & Stamp,
): Happening[] => {
  const going = goingOf(saga);
  if (!going) return ignored(heard, saga.status === 'NEW' ? 'NOT_STARTED' : 'ENDED');
  const open = openTask(going);
  if (heard.step !== open.step || heard.operation !== open.operation) return ignored(heard, 'NOT_OPEN');
  const row = rowOf(rules.steps, open.step);
  if (heard.source !== `/${row.participant}`) return ignored(heard, 'WRONG_PARTICIPANT');
  const happened = taken(rules, { going, row, heard });
  if (!happened) return ignored(heard, 'NOT_AN_ANSWER_TO_IT');
  return fits(going.memory, heard) ? happened : ignored(heard, 'NOT_WHAT_WAS_ASKED');
};

interface Answer<Doing> {
  readonly going: Doing;
  readonly row: Step;
  readonly heard: Heard & Stamp;
}

const taken = (rules: Rules, { going, row, heard }: Answer<Going<unknown>>): Happening[] | undefined =>
  going.status === 'RUNNING' ? answered(rules, { going, row, heard }) : undone(rules, { going, row, heard });

const answered = (rules: Rules, { going, row, heard }: Answer<Running<unknown>>): Happening[] | undefined => {
  const { step, succeeded, refused } = row;
  const { type, data } = heard;
  switch (type) {
    case succeeded:
      return [
        { type: 'StepSucceeded', data: { step, reply: { type, data } } },
        ...forwardFrom(rules, step, heard),
      ];
    case refused: {
      const reason = reasonIn(data) ?? reasonFor(step, 'REFUSED');
      return [
        { type: 'StepRefused', data: { step, reply: type, reason } },
        ...undoBefore(rules, step, reason, heard),
      ];
    }
    case REJECTED: {
      if (!isBeforePivot(rules.steps, going)) return undefined;
      // The participant has undone the step already, whoever told it to: this saga cannot go on from there.
      const reason = reasonFor(step, 'COMPENSATED_BEFORE');
      return [
        { type: 'AbortRequested', data: { by: row.participant, reason } },
        ...undoFrom(rules, step, reason, heard),
      ];
    }
    default:
      return undefined;
  }
};

const undone = (
  rules: Rules,
  { going, row, heard }: Answer<Compensating<unknown>>,
): Happening[] | undefined => {
  const { step, compensated } = row;
  if (heard.type !== compensated) return undefined;
  const answer: BarrierAnswer = heard.answer ?? 'APPLIED';
  return [
    { type: 'StepCompensated', data: { step, reply: heard.type, answer } },
    ...backFrom(rules, step, going.reason, heard),
  ];
};

export const ignored = (
  { type: reply, source, step, operation, answer }: Heard,
  why: WhyIgnored,
): Happening[] => [
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
export const reasonIn = (data: unknown): string | undefined =>
  typeof data === 'object' && data !== null && 'reason' in data && typeof data.reason === 'string'
    ? data.reason
    : undefined;

/** A reason that the saga itself finds: `CHARGE_PAYMENT_TIMED_OUT`. */
export const reasonFor = (step: string, what: string): string =>
  `${step
    .toUpperCase()
    .replace(/[^A-Z]/g, '_')
    .slice(0, 63 - what.length)}_${what}`;
