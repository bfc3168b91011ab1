// Stage 2 of a batch: the inbox. What is committed under a message's id already, or was and is forgotten, decides nothing
// and sends nothing.
import { PermanentError } from '../../decider/errors.ts';
import { isRequestId } from '../../decider/message.ts';
import type { Message } from '../../decider/message.ts';
import type { Commit } from '../../store/commit.ts';
import type { Tombstone } from '../../store/forgetting.ts';
import type { CommitStore } from '../../store/store.ts';
import { expired } from '../expiry.ts';
import type { Conclusion } from './conclude.ts';
import type { Entry } from './gather.ts';

export interface InboxParts {
  readonly store: CommitStore;
  /** Whether the service may have forgotten anything. */
  readonly forgets: boolean;
  /** The database's clock, milliseconds. */
  readonly now: () => number;
}

export interface Inbox {
  readonly commits: ReadonlyMap<string, Commit>;
  /** By correlation, of messages without an age that have no commit. */
  readonly tombstones: ReadonlyMap<string, Tombstone>;
}

/**
 * What is committed by now, perhaps by another instance. Tombstones are asked for behind the commits, because they are durable
 * before these go: so one of the two is found. A message with an age needs none: whatever is forgotten is older than it may
 * be. Rejects with the store's error.
 */
export const lookUp = async <M extends Message>(
  { store, forgets }: Pick<InboxParts, 'store' | 'forgets'>,
  entries: readonly Entry<M>[],
): Promise<Inbox> => {
  if (entries.length === 0) return NOTHING_KNOWN;
  const known = await store.find(entries.map(({ message }) => message.id));
  const commits = new Map(known.map((commit) => [commit._id, commit]));
  if (!forgets) return { commits, tombstones: NONE };
  const ageless = entries.filter(
    ({ message, expiresAt }) => expiresAt === Infinity && !commits.has(message.id),
  );
  if (ageless.length === 0) return { commits, tombstones: NONE };
  const stones = await store.tombstones([...new Set(ageless.map(({ message }) => message.correlationId))]);
  return { commits, tombstones: new Map(stones.map((stone) => [stone.correlationId, stone])) };
};

const NONE: Inbox['tombstones'] = new Map();
const NOTHING_KNOWN: Inbox = { commits: new Map(), tombstones: NONE };

/**
 * What there is to say of a message without deciding it; nothing if it is new. Its age counts whatever the inbox says, and as of
 * now: while the inbox was asked, the commit of an old message may have gone.
 */
export const answerOf = <M extends Message>(
  { message, expiresAt }: Entry<M>,
  { commits, tombstones }: Inbox,
  now: number,
): Conclusion | undefined => {
  if (expiresAt < now) return { status: 'poison', error: expired(message) };
  const commit = commits.get(message.id);
  if (commit) return { status: 'duplicate', commit };
  const tombstone = tombstones.get(message.correlationId);
  return tombstone && answerAfter(tombstone, message);
};

/** As the commit did, if it is a request that had one; no other takes effect any more. */
const answerAfter = ({ requests, correlationId, endedAt }: Tombstone, { id, type }: Message): Conclusion => {
  const answered = requests.find(({ _id }) => _id === id);
  if (answered) return { status: 'duplicate', commit: answered };
  const ended = new Date(endedAt).toISOString();
  const detail = `${correlationId} ended at ${ended}, and what happened to it was forgotten`;
  return isRequestId(id)
    ? { status: 'refused', refusal: { code: 'FORGOTTEN', detail } }
    : {
        status: 'poison',
        error: new PermanentError('EXPIRED', `EXPIRED: ${type} comes too late: ${detail}`),
      };
};
