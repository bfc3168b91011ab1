// Where a saga stands in its table: what is done, what is left, what would be undone, what no longer can be.
import type { Operation } from '@saga-lab/platform/decider/barrier';
import { commandOf, placeOf } from '../saga/table.ts';
import type { Step } from '../saga/table.ts';

/** The open command of a saga, or how it ended. */
export interface Standing {
  readonly status: 'RUNNING' | 'COMPENSATING' | 'PARKED' | 'COMPLETED' | 'COMPENSATED';
  readonly step?: string;
  readonly operation?: Operation;
}

/** A step with the command that is meant. */
export interface Todo {
  readonly step: string;
  readonly command: string;
}

export interface Outlook {
  /** Steps that took effect and have not been undone. */
  readonly done: readonly string[];
  /** Commands that must be answered until the saga ends the way it is going, the open one first. */
  readonly left: readonly Todo[];
  /** What an abort now would send, in that order; what is being undone already is in here too. */
  readonly undoneIfAbortedNow: readonly Todo[];
  /** Steps done or underway that nothing will undo any more. */
  readonly cannotBeUndone: readonly string[];
}

const NOTHING: Outlook = { done: [], left: [], undoneIfAbortedNow: [], cannotBeUndone: [] };

export const outlook = (steps: readonly Step[], { status, step, operation }: Standing): Outlook => {
  if (status === 'COMPENSATED' || step === undefined) return NOTHING;
  if (status === 'COMPLETED') return { ...NOTHING, done: namesOf(steps), cannotBeUndone: namesOf(steps) };
  const place = placeOf(steps, step);
  const before = steps.slice(0, place);
  const undo = todo(
    [...before, ...steps.slice(place, place + 1)].reverse().filter(isUndoable),
    'compensation',
  );
  if (operation === 'compensation')
    return { ...NOTHING, done: namesOf(before), left: undo, undoneIfAbortedNow: undo };
  return {
    done: namesOf(before),
    left: todo(steps.slice(place), 'action'),
    ...(steps[place]?.kind === 'compensatable'
      ? { undoneIfAbortedNow: undo, cannotBeUndone: [] }
      : { undoneIfAbortedNow: [], cannotBeUndone: namesOf(steps.slice(0, place + 1)) }),
  };
};

const isUndoable = ({ kind }: Step): boolean => kind === 'compensatable';

const namesOf = (steps: readonly Step[]): string[] => steps.map(({ step }) => step);

const todo = (steps: readonly Step[], operation: Operation): Todo[] =>
  steps.map((row) => ({ step: row.step, command: commandOf(row, operation) }));
