// The cells of the sweep: every message at every point that it passes, on its first way through and on the next.
import { rows } from './messages.ts';
import type { Row, Timer } from './messages.ts';
import { definitionOf, pointNames } from './points.ts';
import type { Point } from './points.ts';
import { firstStep, overtakenStepOf, roleOf } from './roles.ts';

export const passes = ['first', 'redelivery'] as const;
/** `redelivery`: the process dies twice over the same message, the second time at the point. */
export type Pass = (typeof passes)[number];

export interface Cell extends Row {
  readonly point: Point;
  readonly pass: Pass;
}

export interface Excluded {
  readonly cell: Cell;
  /** The rule by which it cannot exist, in a sentence. */
  readonly because: string;
}

/** `payment-service/before-ack/ChargePayment`, and `/redelivery` behind it where it is one. */
export const idOf = ({ service, point, message, pass }: Cell): string =>
  [service, point, message, ...(pass === 'first' ? [] : [pass])].join('/');

/** Where the process dies: each time over the same message. */
export const deathsOf = ({ point, pass }: Cell): readonly Point[] => {
  if (pass === 'first') return [point];
  // A commit that was on its way may have arrived, and then the message is not decided again.
  return point === 'during-commit' ? ['before-commit', point] : [point, point];
};

const everyCell: readonly Cell[] = rows.flatMap((row) =>
  pointNames
    .filter((point) => definitionOf(point).ways.includes(row.way))
    .flatMap((point) => passes.map((pass) => ({ ...row, point, pass }))),
);

/** The request that starts the saga; the only one that has a key by which a repeated one is the same. */
const keyed = firstStep.command;

const replacedTimer: Timer = 'SagaTimer';

/** The rules by which a cell cannot exist. */
const rules: readonly { readonly because: string; readonly excludes: (cell: Cell) => boolean }[] = [
  {
    because:
      'a request without an Idempotency-Key is a new message each time that it is repeated: nothing comes again under its id',
    excludes: ({ way, message, pass, point }) =>
      way === 'request' && pass === 'redelivery' && message !== keyed && point !== 'before-position',
  },
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

const ruleAgainst = (cell: Cell) => rules.find(({ excludes }) => excludes(cell));

export const cells: readonly Cell[] = everyCell.filter((cell) => !ruleAgainst(cell));

export const excluded: readonly Excluded[] = everyCell.flatMap((cell) => {
  const rule = ruleAgainst(cell);
  return rule ? [{ cell, because: rule.because }] : [];
});
