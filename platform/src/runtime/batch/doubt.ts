// Whether messages may be repeated at the moment, so that it pays to ask the inbox before they are decided.
import type { Clock } from '../ports.ts';

export interface Doubt {
  readonly isThere: () => boolean;
  /** A message came again. */
  readonly raise: () => void;
}

const LASTS_MS = 5_000;

/**
 * Repeats come in crowds: after a start, when a connection was lost, when an instance is gone. Nothing depends on it but the
 * cost: whoever decides a message once more learns from the insert that it is there, and of an outcome without a commit the
 * inbox is asked in any case.
 */
export const doubt = (clock: Pick<Clock, 'now'>): Doubt => {
  const inDoubt = () => clock.now() + LASTS_MS;
  let until = inDoubt();
  return {
    isThere: () => clock.now() < until,
    raise: () => {
      until = inDoubt();
    },
  };
};
