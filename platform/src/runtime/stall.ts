// While the store is away, nothing is taken from the broker, and what is unacked goes back to it.
import type { Intake } from './intake.ts';
import type { Observer } from './ports.ts';

export interface Stall {
  /** The store went away, with the reason, or answers: `undefined`. */
  readonly note: (reason: string | undefined) => void;
  /** Why the store is away; `undefined` while it answers. */
  readonly reason: () => string | undefined;
}

export const stall = (incoming: Pick<Intake, 'pause' | 'resume' | 'release'>, observer: Observer): Stall => {
  let reason: string | undefined;
  let following = Promise.resolve();

  /** One change after the other, and to what is wanted by then: a late release would undo a resumption. */
  const follow = async (): Promise<void> => {
    if (reason === undefined) return incoming.resume('store');
    await incoming.pause('store');
    await incoming.release();
  };

  return {
    reason: () => reason,
    note: (now) => {
      const changed = (reason === undefined) !== (now === undefined);
      reason = now;
      if (!changed) return;
      observer({ kind: now === undefined ? 'resumed' : 'paused', part: 'store', detail: now ?? '' });
      following = following.then(follow);
    },
  };
};
