// What a process has seen of messages, for points that are told an id and no more.
import type { FollowedCommit } from '@saga-lab/platform/store/store';
import type { Passing } from './trap.ts';

export interface KnownMessages {
  readonly note: (message: Passing) => void;
  readonly get: (id: string) => Passing | undefined;
  /** The message is durable here: committed now, or recognised as committed before. */
  readonly settled: (id: string) => void;
  readonly isSettled: (id: string) => boolean;
}

/** So many are remembered; a message is through within seconds. */
const MOST = 10_000;

export const knownMessages = (): KnownMessages => {
  const seen = new Map<string, Passing>();
  const done = new Set<string>();
  return {
    note: (message) => {
      if (seen.size >= MOST) seen.clear();
      seen.set(message.id, message);
    },
    get: (id) => seen.get(id),
    settled: (id) => {
      if (done.size >= MOST) done.clear();
      done.add(id);
    },
    isSettled: (id) => done.has(id),
  };
};

/** The message that a commit was made for. */
export const handledIn = ({ _id: id, correlationId: subject, input: { type } }: FollowedCommit): Passing => ({
  id,
  type,
  subject,
});
