// What was seen of a cell, held against what its protocol promises: every difference is a sentence.
import type { Policy } from '@saga-lab/protocols/locks/policy';
import type { Cost, FaultOutcome, ProtocolPromise } from '@saga-lab/protocols/promise';
import type { Outcome } from '../figures/order-outcome.ts';
import type { Column } from './columns.ts';
import { experiments, isFault } from './conditions.ts';
import type { Condition } from './conditions.ts';
import type { Figures, Seen } from './figures.ts';

/** `locks`: left out, where orders take beside each other. */
export interface Under {
  readonly condition: Condition;
  readonly locks?: Policy | undefined;
  /** On real parts a busy machine may be slower than somebody's patience: then a cost says nothing. */
  readonly mayBeLate?: boolean;
}

/** None: all is as promised. */
export const differences = (
  { promise }: Column,
  { condition, locks, mayBeLate }: Under,
  seen: Seen,
): readonly string[] => {
  if (!isFault(condition))
    return isExclusive(locks) && experiments[condition].orders > 1
      ? ended('the order', 'either', seen.outcomes)
      : unlikeCost(promise, { condition, mayBeLate }, seen);
  const promised = promise.faults[condition];
  return [
    ...ended('the order', promised.outcome, seen.outcomes),
    ...one('after the return, the order', promised.afterReturn, seen.afterReturn),
    ...one('the second order', locks === 'wait' ? promised.secondIfItWaits : promised.second, seen.second),
    ...waits(promised.waiting, seen.waiting),
  ];
};

/** Several orders of the same thing then refuse each other, or wait. */
const isExclusive = (locks: Policy = 'escrow'): boolean => locks !== 'escrow';

const unlikeCost = (
  { happy, refused }: ProtocolPromise,
  { condition, mayBeLate }: Under,
  seen: Seen,
): readonly string[] => {
  const [outcome, cost] =
    condition === 'refusal' ? (['rejected', refused] as const) : (['approved', happy] as const);
  const isLate = mayBeLate && seen.figures.timers > 0;
  return [...ended('the order', outcome, seen.outcomes), ...(isLate ? [] : costs(cost, seen.figures))];
};

/** What is promised and was never looked at is a difference, too. */
const one = (
  what: string,
  promised: FaultOutcome | undefined,
  seen: Outcome | undefined,
): readonly string[] => {
  if (!promised) return [];
  return seen
    ? ended(what, promised, [seen])
    : [`${what} was not looked at, and ${words(promised)} is promised.`];
};

const isAs = (promised: FaultOutcome, seen: Outcome): boolean =>
  promised === 'either' ? seen === 'approved' || seen === 'rejected' : seen === promised;

const words = (outcome: FaultOutcome): string => (outcome === 'either' ? 'approved or rejected' : outcome);

const ended = (what: string, promised: FaultOutcome, seen: readonly Outcome[]): readonly string[] =>
  seen
    .filter((outcome) => !isAs(promised, outcome))
    .map((outcome) => `${what} is ${outcome}, and ${words(promised)} is promised.`);

const waits = (promised: readonly string[], seen: readonly string[]): readonly string[] => {
  const named = (names: readonly string[]) => (names.length === 0 ? 'nobody' : names.join(', '));
  const isSame = promised.length === seen.length && promised.every((name) => seen.includes(name));
  return isSame ? [] : [`${named(seen)} waits, and it is promised that ${named(promised)} does.`];
};

const costWords: Readonly<Record<keyof Cost, string>> = {
  messages: 'messages',
  delaysUntilKnown: 'delays until the outcome is known',
  delaysUntilDone: 'delays until all is done',
  commits: 'commits',
  forced: 'forced commits',
};

const costs = (promised: Cost, seen: Figures): readonly string[] =>
  (Object.keys(costWords) as (keyof Cost)[])
    .filter((figure) => seen[figure] !== promised[figure])
    .map((figure) => `${seen[figure] ?? 'no'} ${costWords[figure]}, and ${promised[figure]} are promised.`);
