// Whether messages may be repeated at the moment, so that it pays to ask the inbox before they are decided; and whether others write
// the same streams.
import type { Clock } from '../ports.ts';

export interface Doubt {
  readonly isThere: () => boolean;
  /** A message came again; or another instance was faster. */
  readonly raise: () => void;
}

const LASTS_MS = 5_000;
/** Once none of its conflicts are left, nothing tells of another instance. */
const RIVALS_LAST_MS = 30_000;

/**
 * Repeats come in crowds: after a start, when a connection was lost, when an instance is gone. Nothing depends on it but the
 * cost: whoever decides a message once more learns from the insert that it is there, and of an outcome without a commit the
 * inbox is asked in any case.
 */
export const doubt = (clock: Pick<Clock, 'now'>): Doubt => {
  const lasting = untilLongAgo(clock, LASTS_MS);
  lasting.raise();
  return lasting;
};

/** With others beside it, a state in memory is old whenever one of them had the last message: then all are looked at before they are used. */
export const rivalry = (clock: Pick<Clock, 'now'>): Doubt => untilLongAgo(clock, RIVALS_LAST_MS);

const untilLongAgo = (clock: Pick<Clock, 'now'>, ms: number): Doubt => {
  let until = -Infinity;
  return {
    isThere: () => clock.now() < until,
    raise: () => {
      until = clock.now() + ms;
    },
  };
};
