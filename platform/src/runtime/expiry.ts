// How old a message from the broker may be: a service that forgets refuses whatever it could have forgotten the answer to.
import { PermanentError } from '../decider/errors.ts';
import type { Message } from '../decider/message.ts';

/** So large a part of the retention is kept in reserve, for clocks that differ and for what is slow. */
const MARGIN = 1 / 10;

/** Milliseconds. */
export const greatestAge = (retentionMs: number): number => retentionMs * (1 - MARGIN);

/** Until when a message may be decided, milliseconds by the database's clock; without a retention for ever. */
export const expiryOf = (retentionMs: number | undefined): ((message: Message) => number) =>
  retentionMs === undefined ? () => Infinity : ({ time }) => Date.parse(time) + greatestAge(retentionMs);

export const expired = ({ type, time }: Message): PermanentError =>
  new PermanentError(
    'EXPIRED',
    `EXPIRED: ${type} was sent at ${time}, which is longer ago than this service answers for`,
  );
