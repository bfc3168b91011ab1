// The barrier's notes as tests expect them.
import type { BarrierAnswer, CommandAnswered, Operation, Reply } from '../decider/barrier.ts';

interface Command {
  readonly sagaId: string;
  readonly step: string;
  readonly operation: Operation;
}

/** The note of a command that took effect; its reply says the same as the event of the home stream. */
export const applied = (
  command: Command,
  { stream, type, data }: Reply & { readonly stream: string },
  refused = false,
): CommandAnswered => note(command, stream, { answer: 'APPLIED', reply: { type, data }, refused });

/** The note of a compensation that had nothing to undo; `event` is what it would have led to. */
export const empty = (
  command: Command,
  { stream, type, data }: Reply & { readonly stream: string },
): CommandAnswered => note(command, stream, { answer: 'EMPTY', reply: { type, data }, refused: false });

const note = (
  { sagaId: saga, step, operation }: Command,
  stream: string,
  answered: { answer: BarrierAnswer; reply: Reply; refused: boolean },
): CommandAnswered => ({ stream, type: 'CommandAnswered', data: { saga, step, operation, ...answered } });
