// What reaches a saga: replies and events from the broker, its own timer, and the acts of an operator.
import type { Message } from '@saga-lab/platform/decider/message';

type ToSaga<Type extends string, Data> = Message<Type, Data> & { readonly sagaId: string };

/** From the broker; its data have passed the schema of its type. */
export type Heard = ToSaga<string, unknown>;

/** `n`: which of the saga's timers; only the last one armed is wanted. */
export type SagaTimer = ToSaga<'SagaTimer', { readonly n: number }>;

/** Sends the open command again, now. */
export type RetrySaga = ToSaga<'RetrySaga', { readonly by: string }>;
/** Gives the saga up, as long as that is possible. */
export type AbortSaga = ToSaga<'AbortSaga', { readonly by: string; readonly reason: string }>;
/** Declares the open step of a parked saga done. */
export type ResolveStep = ToSaga<'ResolveStep', { readonly by: string; readonly reason: string }>;
export type OperatorAct = RetrySaga | AbortSaga | ResolveStep;

export type SagaMessage = Heard | SagaTimer | OperatorAct;

/** No message of these types may arrive through the broker: it would fail for want of a schema. */
export const isTimer = (message: SagaMessage): message is SagaTimer => message.type === 'SagaTimer';

const acts: readonly string[] = ['RetrySaga', 'AbortSaga', 'ResolveStep'] satisfies OperatorAct['type'][];
export const isOperatorAct = <M extends SagaMessage>(message: M): message is M & OperatorAct =>
  acts.includes(message.type);
