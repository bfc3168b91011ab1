// One thing that a story tells: who decided what, on which message.
import type { ServiceName } from '@saga-lab/contracts/services';

/**
 * `cause`: it began with that. `step`: something was done. `turn`: the way changed. `undone`: something was taken back.
 * `aside`: it changed nothing. `end`: nothing comes after it that matters.
 */
export type Role = 'cause' | 'step' | 'turn' | 'undone' | 'aside' | 'end';

export interface Beat {
  readonly role: Role;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Its place in the order of causes. */
  readonly lamport: number;
  readonly service: ServiceName;
  /** Id of the message that was decided about. */
  readonly message: string;
  /** Without its full stop. */
  readonly text: string;
}
