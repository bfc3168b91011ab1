// A coordinator that hears late waits longer for the answers to what it decides: they go the same way.
import { firstWait } from '@saga-lab/platform/decider/back-off';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import { coordinatorName } from './parties.ts';
import type { Timing } from './protocol.ts';

/** When something is decided, and how long is waited from then on. */
export interface At {
  readonly timing: Timing;
  readonly stamp: Stamp;
  /** How long what it decides about was under way to the coordinator, milliseconds. */
  readonly lateMs: number;
}

/** What the coordinator's own service says, a timer or a person's request, tells nothing of how fast answers are. */
export const atOf = (timing: Timing, message: Message & Stamp): At => {
  const isOwn = message.source === `/${coordinatorName}`;
  const underWayMs = message.receivedAt - Date.parse(message.time);
  return { timing, stamp: message, lateMs: isOwn ? 0 : Math.max(0, underWayMs) };
};

/** What a decision writes down of it: nothing where the first repeat comes as it usually does. */
export interface Lateness {
  readonly lateMs?: number | undefined;
}

export const latenessOf = ({ timing: { repeatFirstMs }, lateMs }: At): Lateness =>
  firstWait(repeatFirstMs, lateMs) > repeatFirstMs ? { lateMs } : {};

/** Of a decision that was made so late. */
export interface Repeat extends Lateness {
  /** From 1: which time it is told again. */
  readonly round: number;
}

export const firstRepeat = ({ lateMs }: Lateness): Repeat => ({
  round: 1,
  ...(lateMs !== undefined && { lateMs }),
});
