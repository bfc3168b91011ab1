// How old a message from the broker may be: a service that forgets refuses whatever it could have forgotten the answer to.
import { PermanentError } from '../decider/errors.ts';
import type { Message } from '../decider/message.ts';
import type { CommitStore } from '../store/store.ts';

/** So large a part of the retention is kept in reserve, for clocks that differ and for what is slow. */
const MARGIN = 1 / 10;

export interface Expiry {
  /**
   * Looks how far the service has forgotten already, be it by a shorter retention than today's.
   * @throws PermanentError, code RETENTION_MISSING, where it has, and has no retention any more: nobody would look for
   * tombstones, nor at the age of messages, and what was forgotten could happen once more.
   */
  readonly start: () => Promise<void>;
  /** Until when a message may be decided, milliseconds by the database's clock; without a retention for ever. */
  readonly of: (message: Message) => number;
}

export const expiry = (
  store: Pick<CommitStore, 'forgottenUpTo'>,
  retentionMs: number | undefined,
): Expiry => {
  let forgottenUpTo = -Infinity;
  return {
    start: async () => {
      forgottenUpTo = (await store.forgottenUpTo()) ?? -Infinity;
      if (retentionMs === undefined && forgottenUpTo > -Infinity) throw missing();
    },
    of: ({ time }) => {
      if (retentionMs === undefined) return Infinity;
      const sentAt = Date.parse(time);
      return sentAt > forgottenUpTo ? sentAt + retentionMs * (1 - MARGIN) : -Infinity;
    },
  };
};

const missing = () =>
  new PermanentError(
    'RETENTION_MISSING',
    'This database has forgotten what ended long ago, so the service cannot do without RETENTION_MS any more: set it again.',
  );

export const expired = ({ type, time }: Message): PermanentError =>
  new PermanentError(
    'EXPIRED',
    `EXPIRED: ${type} was sent at ${time}, which is longer ago than this service answers for`,
  );
