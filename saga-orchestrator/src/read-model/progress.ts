// How far a saga is in its table: what is done, what is left, what would be undone, what no longer can be.
import type { OpenCommand, SagaDto } from '@saga-lab/contracts/dtos/saga';
import type { SagaStatus } from '@saga-lab/contracts/saga';
import type { Operation } from '@saga-lab/platform/decider/barrier';
import { commandOf, placeOf } from '../saga/table.ts';
import type { Step } from '../saga/table.ts';

/** The open command of a saga, or how it ended. */
export interface SagaPosition {
  readonly status: SagaStatus;
  readonly step?: string;
  readonly operation?: Operation;
}

export type Progress = Pick<SagaDto, 'done' | 'left' | 'undoneIfAbortedNow' | 'cannotBeUndone'>;

const NOTHING: Progress = { done: [], left: [], undoneIfAbortedNow: [], cannotBeUndone: [] };

export const progress = (steps: readonly Step[], { status, step, operation }: SagaPosition): Progress => {
  if (status === 'COMPENSATED' || step === undefined) return NOTHING;
  if (status === 'COMPLETED') return { ...NOTHING, done: namesOf(steps), cannotBeUndone: namesOf(steps) };
  const place = placeOf(steps, step);
  const done = namesOf(steps.slice(0, place));
  const throughOpen = steps.slice(0, place + 1);
  const undo = commandsOf(throughOpen.filter(isUndoable).reverse(), 'compensation');
  if (operation === 'compensation') return { ...NOTHING, done, left: undo, undoneIfAbortedNow: undo };
  const left = commandsOf(steps.slice(place), 'action');
  return steps[place]?.kind === 'compensatable'
    ? { done, left, undoneIfAbortedNow: undo, cannotBeUndone: [] }
    : { done, left, undoneIfAbortedNow: [], cannotBeUndone: namesOf(throughOpen) };
};

const isUndoable = ({ kind }: Step): boolean => kind === 'compensatable';

const namesOf = (steps: readonly Step[]): string[] => steps.map(({ step }) => step);

const commandsOf = (steps: readonly Step[], operation: Operation): OpenCommand[] =>
  steps.map((row) => ({ step: row.step, command: commandOf(row, operation) }));
