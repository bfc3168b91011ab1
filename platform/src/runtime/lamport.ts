// Logical time: every commit is later than all that it could have known of.
// Source: L. Lamport, Time, Clocks, and the Ordering of Events in a Distributed System, CACM 21(7), 1978.
import { PermanentError } from '../decider/errors.ts';
import { GREATEST_JUMP } from '../decider/message.ts';

export interface LamportClock {
  /** @throws PermanentError, code POISON, for a value that no honest neighbour can have reached. */
  check(received: number): void;
  /** The next value, above `floor` and above every value given before. */
  next(floor: number): number;
}

export const lamportClock = (): LamportClock => {
  let current = 0;
  return {
    check: (received) => {
      if (received > current + GREATEST_JUMP)
        throw new PermanentError('POISON', `lamport ${received} jumps ahead by more than 2^32`);
    },
    next: (floor) => {
      current = 1 + Math.max(current, floor);
      return current;
    },
  };
};
