// Stage 2 of a batch: the inbox. What is committed under a message's id already decides nothing and sends nothing.
import type { Message } from '../../decider/message.ts';
import type { Commit } from '../../store/commit.ts';
import type { CommitStore } from '../../store/store.ts';
import type { Entry } from './gather.ts';

/** By id: those that are committed by now, perhaps by another instance. Rejects with the store's error. */
export const lookUp = async <M extends Message>(
  store: CommitStore,
  entries: readonly Entry<M>[],
): Promise<ReadonlyMap<string, Commit>> => {
  const known = await store.find(entries.map(({ message }) => message.id));
  return new Map(known.map((commit) => [commit._id, commit]));
};
