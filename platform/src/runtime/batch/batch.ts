// One batch, from the messages that wait to the outcome of each: gather, look up, load, decide, insert, conclude.
import type { NewEvent } from '../../decider/decider.ts';
import type { TransientError } from '../../decider/errors.ts';
import type { Message } from '../../decider/message.ts';
import type { CommitStore } from '../../store/store.ts';
import type { Conclude } from './conclude.ts';
import { decide } from './decide.ts';
import type { WithoutCommit } from './decide.ts';
import type { DecideParts } from './decide-message.ts';
import type { Entry, Waiting } from './gather.ts';
import { insert } from './insert.ts';
import type { InsertParts } from './insert.ts';
import { expired } from '../expiry.ts';
import { load } from './load.ts';
import { lookUp } from './look-up.ts';

export interface BatchParts<S, M extends Message, E extends NewEvent>
  extends DecideParts<S, M, E>, InsertParts<M> {
  readonly waiting: Waiting<M>;
}

/**
 * Gathers up to `most` messages. When it is over, each of them has been concluded or waits again.
 * Rejects with the store's error if the store could not be asked.
 */
export const runBatch = async <S, M extends Message, E extends NewEvent>(
  parts: BatchParts<S, M, E>,
  most: number,
): Promise<void> => {
  const { waiting, store, cache, conclude } = parts;
  const waves = waiting.gather(most);
  const entries = waves.flat();
  const [known, loaded] = await Promise.all([lookUp(store, entries), load(cache, entries)]).catch(
    (error: unknown) => {
      waiting.putBack(entries);
      throw error;
    },
  );
  // Behind the look into the inbox, and whatever it says: as long as that took, the commit of an old message may have gone.
  const isNew = (entry: Entry<M>): boolean => {
    const commit = known.get(entry.message.id);
    const isTooOld = entry.expiresAt < parts.now();
    if (isTooOld) conclude(entry, { status: 'poison', error: expired(entry.message) });
    else if (commit) conclude(entry, { status: 'duplicate', commit });
    return !isTooOld && commit === undefined;
  };
  const open = waves.map((wave) => wave.filter(isNew));
  const { prepared, withoutCommit, undecided, error } = await decide(parts, open, loaded);
  const doubt = await concludeWithoutCommit(parts, withoutCommit);
  const behind = await insert(parts, prepared);
  waiting.putBack([...behind, ...undecided, ...doubt.undecided]);
  const failure = doubt.error ?? error;
  if (failure) throw failure;
};

/**
 * What such an outcome rests on may hold the message's own effect already: another instance has committed it since the
 * inbox was asked. So the inbox is asked once more.
 */
const concludeWithoutCommit = async <M extends Message>(
  { store, conclude }: { readonly store: CommitStore; readonly conclude: Conclude<M> },
  withoutCommit: readonly WithoutCommit<M>[],
): Promise<{ readonly undecided: readonly Entry<M>[]; readonly error?: TransientError }> => {
  if (withoutCommit.length === 0) return { undecided: [] };
  const entries = withoutCommit.map(({ entry }) => entry);
  try {
    const known = await lookUp(store, entries);
    for (const { entry, conclusion } of withoutCommit) {
      const commit = known.get(entry.message.id);
      conclude(entry, commit ? { status: 'duplicate', commit } : conclusion);
    }
    return { undecided: [] };
  } catch (error) {
    return { undecided: entries, error: error as TransientError };
  }
};
