// The grid of the saga.
import { gridOf, withoutKey } from './cells.ts';
import type { Rule } from './cells.ts';
import { sagaRows } from './messages.ts';
import type { Timer } from './messages.ts';
import { firstStep, overtakenStepOf, roleOf } from './roles.ts';

const replacedTimer: Timer = 'SagaTimer';

const rules: readonly Rule[] = [
  withoutKey((type) => type === firstStep.command),
  {
    because:
      "CommandRejected answers an action that comes after its own compensation, and no command to this service is such an action: the first step is the customer's request, which is there before its saga",
    excludes: ({ service, message, way }) =>
      way === 'sent' && roleOf(message) === 'rejected' && overtakenStepOf(service) === undefined,
  },
  {
    because:
      "the commit of a saga's timer arms the next one, so that the old one is not wanted any more: after a restart it is dropped, and not fired again",
    excludes: ({ message, point, pass }) =>
      message === replacedTimer && point === 'before-mark' && pass === 'redelivery',
  },
  {
    because: 'no row in the table of the saga has this message, so nobody sends it',
    excludes: ({ message, way }) => (way === 'delivery' || way === 'sent') && roleOf(message) === 'none',
  },
];

export const saga = gridOf({
  protocol: 'saga',
  rows: sagaRows,
  passesAt: () => ['first', 'redelivery'],
  rules,
});
