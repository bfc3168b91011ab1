// What a service gives to the runtime, and what it gets back for a message.
import type { Decider, NewEvent, Refusal } from '../decider/decider.ts';
import type { Message } from '../decider/message.ts';
import type { Commit, DeciderSettings } from '../store/commit.ts';
import type { Answered } from '../store/forgetting.ts';

/** A strict check of a whole message; zod schemas have this shape. */
export interface MessageSchema<M = unknown> {
  safeParse(
    input: unknown,
  ):
    | { readonly success: true; readonly data: M }
    | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };
}

export interface SchemaIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Data only: how one service reacts to messages. Timers and HTTP commands have no schema here: they never arrive. */
export interface MessageHandlers<S, M extends Message, E extends NewEvent> {
  readonly decider: Decider<S, M, E>;
  /** What the decider was made with; each commit keeps it, so that its decision can be made again. */
  readonly settings?: DeciderSettings;
  /** Message type -> schema, for everything that may arrive through the broker; all of it the decider must know. */
  readonly schemas: Readonly<Record<string, MessageSchema<M>>>;
}

/**
 * - `committed`: the message took effect now. `duplicate`: it had been committed before, by this or another instance; of
 *   what was forgotten since, only that is left which answers a request.
 * - `unchanged`: nothing to record. `refused`: it cannot be met and changed nothing.
 */
export type Outcome =
  | { readonly status: 'committed'; readonly commit: Commit }
  | { readonly status: 'duplicate'; readonly commit: Answered }
  | { readonly status: 'unchanged' }
  | { readonly status: 'refused'; readonly refusal: Refusal };

/** Resolves once the outcome is durable. @throws PermanentError, code POISON or EXPIRED, if the message can never be decided. */
export type Handle = (message: Message) => Promise<Outcome>;
