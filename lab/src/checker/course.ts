// I-11 and I-12: a saga is undone in reverse order and completely, never behind its pivot; and an end is an end.
import { streamOf } from '@saga-lab/platform/decider/streams';
import { categories } from '@saga-lab/contracts/streams';
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import type { Facts } from './facts.ts';
import type { Verdict } from './verdict.ts';
import { count, said, verdict } from './verdict.ts';

interface Task {
  readonly step: string;
  readonly operation: 'action' | 'compensation';
}

export const undoneInReverse = (facts: Facts): Verdict => {
  const sagas = facts.orders.map(({ id }) => ({
    id,
    events: facts.history.ofStream(streamOf(categories.saga, id)),
  }));
  const compensated = sagas.filter(({ events }) => hasOf(events, 'SagaCompensated'));
  const findings = sagas.flatMap(({ id, events }) => courseFindings(id, events));
  return verdict('I-11', findings, {
    holds: `${count(compensated.length, 'saga')} undone, each from the last step that may have happened back to the first; nothing undone in the others.`,
    violated: 'A saga was undone in another order, not completely, or behind its pivot.',
  });
};

const hasOf = (events: readonly CourseEvent[], type: string): boolean =>
  events.some((event) => event.type === type);

type CourseEvent = Pick<RecordedEvent, 'type' | 'data'>;

/** What is wrong with the way of one saga; nothing while it is on its way. */
export const courseFindings = (id: string, events: readonly CourseEvent[]): readonly string[] => {
  const tasks = (...types: readonly string[]) =>
    events.filter(({ type }) => types.includes(type)).map(({ data }) => taskIn(data));
  const sent = tasks('CommandSent');
  const undoing = stepsOf(sent, 'compensation');
  if (hasOf(events, 'SagaCompleted'))
    return undoing.length === 0 ? [] : [`saga ${id} is COMPLETED, and undid ${undoing.join(', ')}.`];
  if (!hasOf(events, 'SagaCompensated')) return [];
  const refused = new Set(tasks('StepRefused').map(({ step }) => step));
  const mayHaveHappened = stepsOf(sent, 'action').filter((step) => !refused.has(step));
  const undone = tasks('StepCompensated').map(({ step }) => step);
  const byHand = stepsOf(tasks('StepResolvedByHand'), 'compensation');
  return reverseFindings(id, { mayHaveHappened, undoing, undone: [...undone, ...byHand] });
};

const taskIn = (data: unknown): Task => {
  const { step, operation } = data as Task;
  return { step: said(step), operation };
};

/** Each step once, in the order in which it came first. */
const stepsOf = (tasks: readonly Task[], operation: Task['operation']): readonly string[] => [
  ...new Set(tasks.filter((task) => task.operation === operation).map(({ step }) => step)),
];

interface Course {
  /** Asked for and not refused, oldest first; the first step of all is not among them: it was the request itself. */
  readonly mayHaveHappened: readonly string[];
  readonly undoing: readonly string[];
  readonly undone: readonly string[];
}

const reverseFindings = (id: string, { mayHaveHappened, undoing, undone }: Course): readonly string[] => {
  const expected = mayHaveHappened.toReversed().join(', ');
  const order = undoing.slice(0, -1).join(', ');
  const unconfirmed = undoing.filter((step) => !undone.includes(step));
  return [
    ...(order === expected
      ? []
      : [
          `saga ${id} undid ${order || 'nothing'} before its first step; it should have undone ${expected || 'nothing'}.`,
        ]),
    ...unconfirmed.map((step) => `saga ${id} is COMPENSATED, but nobody confirmed that ${step} is undone.`),
  ];
};

/** What ends a stream of each kind, and what may still be written down behind it. */
export const ends: Readonly<
  Record<string, { readonly end: readonly string[]; readonly notes: readonly string[] }>
> = {
  saga: { end: ['SagaCompleted', 'SagaCompensated'], notes: ['ReplyIgnored', 'AbortIgnored'] },
  order: { end: ['OrderApproved', 'OrderRejected'], notes: ['CommandAnswered'] },
  payment: { end: ['PaymentRefunded', 'PaymentDeclined', 'PaymentReleased'], notes: ['CommandAnswered'] },
  reservation: { end: ['StockShipped', 'StockReleased', 'StockInsufficient'], notes: ['CommandAnswered'] },
};

export const endsAreFinal = (facts: Facts): Verdict => {
  const findings = facts.orders.flatMap(({ id }) =>
    Object.keys(ends).flatMap((kind) => changesBehindEnd(kind, id, facts.history.ofStream(`${kind}-${id}`))),
  );
  return verdict('I-12', findings, {
    holds: 'What has ended stayed as it was.',
    violated: 'Something changed after its end.',
  });
};

const changesBehindEnd = (kind: string, id: string, events: readonly RecordedEvent[]): readonly string[] => {
  const { end = [], notes = [] } = ends[kind] ?? {};
  const ended = events.findIndex(({ type }) => end.includes(type));
  if (ended < 0) return [];
  return events
    .slice(ended + 1)
    .filter(({ type }) => !notes.includes(type))
    .map(({ type }) => `${kind} ${id} had ended with ${events[ended]?.type ?? ''}, and then came ${type}.`);
};
