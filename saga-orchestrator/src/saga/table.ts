// What a saga is defined by: a table of steps, and the data that travel with them; and the messages that reach it.
import type { Operation, Reply } from '@saga-lab/platform/decider/barrier';
import type { Message } from '@saga-lab/platform/decider/message';

/**
 * - `compensatable`: can be undone. `pivot`: once sent, the saga goes forward, unless it is refused.
 * - `retriable`: cannot be refused, and is repeated until it is done.
 */
export type Kind = 'compensatable' | 'pivot' | 'retriable';

/** One row. All but `kind`, `step`, `participant` and `heldUntil` are names of messages. */
export interface Step {
  readonly step: string;
  readonly participant: string;
  readonly kind: Kind;
  readonly command: string;
  readonly succeeded: string;
  /** The business says no, for ever. */
  readonly refused?: string;
  readonly compensation?: string;
  readonly compensated?: string;
  /** What the step takes is on hold until this later step, or until it is undone; nobody decides by it, pictures show it. */
  readonly heldUntil?: string;
}

/** The data of one command. `reason`: why the saga is undone; empty in a command that goes forward. */
export type CommandData<Memory> = (memory: Memory, reason: string) => unknown;

export interface SagaDefinition<Memory> {
  readonly name: string;
  /** The first step is done by whoever starts the saga: its `succeeded` is the start. */
  readonly steps: readonly Step[];
  /** The event, and the service that says it, by which the saga is asked to abort; its `data.reason` says why. */
  readonly cancelledBy: { readonly type: string; readonly source: string };
  /** Whether a reply is about what was asked for; one about another amount or another article answers nothing. */
  readonly isAbout: (memory: Memory, reply: Reply) => boolean;
  /** Folds a successful reply into what the saga knows. */
  readonly remember: (memory: Memory | undefined, reply: Reply) => Memory;
  /** By the name of the command. */
  readonly commandData: Readonly<Record<string, CommandData<Memory>>>;
}

/** The place of a step in the table. @throws Error: the table has lost a step that a saga is at. */
export const placeOf = (steps: readonly Step[], step: string): number => {
  const place = steps.findIndex((row) => row.step === step);
  if (place < 0) throw new Error(`there is no step ${step} in the table`);
  return place;
};

/** @throws Error outside the table. */
export const rowAt = (steps: readonly Step[], place: number): Step => {
  const row = steps[place];
  if (!row) throw new Error(`there is no row ${place} in the table`);
  return row;
};

export const rowOf = (steps: readonly Step[], step: string): Step => rowAt(steps, placeOf(steps, step));

/** The command that does or undoes a step. @throws Error for undoing what cannot be undone. */
export const commandOf = ({ step, command, compensation }: Step, operation: Operation): string => {
  if (operation === 'action') return command;
  if (compensation === undefined) throw new Error(`${step} has no compensation`);
  return compensation;
};

type ToSaga<Type extends string, Data> = Message<Type, Data> & { readonly sagaId: string };

/** A reply or an event from the broker; its data have passed the schema of its type. */
export type SagaReply = ToSaga<string, unknown>;

/** `n`: which of the saga's timers; only the last one armed is wanted. */
export type SagaTimer = ToSaga<'SagaTimer', { readonly n: number }>;

/** Sends the open command again, now. */
export type RetrySaga = ToSaga<'RetrySaga', { readonly by: string }>;
/** Gives the saga up, as long as that is possible. */
export type AbortSaga = ToSaga<'AbortSaga', { readonly by: string; readonly reason: string }>;
/** Declares the open step of a parked saga done. */
export type ResolveStep = ToSaga<'ResolveStep', { readonly by: string; readonly reason: string }>;
export type OperatorAct = RetrySaga | AbortSaga | ResolveStep;

export type SagaMessage = SagaReply | SagaTimer | OperatorAct;

/** No message of these types may arrive through the broker: it would fail for want of a schema. */
export const isTimer = (message: SagaMessage): message is SagaTimer => message.type === 'SagaTimer';

const acts: readonly string[] = ['RetrySaga', 'AbortSaga', 'ResolveStep'] satisfies OperatorAct['type'][];
export const isOperatorAct = <M extends SagaMessage>(message: M): message is M & OperatorAct =>
  acts.includes(message.type);
