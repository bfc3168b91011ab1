// Accounts and stock: the streams on which sagas meet, so that no saga can be judged as if it were alone.
import { parseStream, streamOf } from '@saga-lab/platform/decider/streams';
import { categories } from '@saga-lab/contracts/streams';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { History } from './history.ts';

export const accountStream = (customerId: string): string => streamOf(categories.account, customerId);
export const stockStream = (sku: string): string => streamOf(categories.stock, sku);

const shared: readonly string[] = [categories.account, categories.stock];

export const isShared = (stream: string): boolean => shared.includes(parseStream(stream).category);

/** Ids of all accounts, and of all SKUs, that ever were. */
export const accountsIn = ({ streams }: History): readonly string[] => idsOf(streams, categories.account);
export const skusIn = ({ streams }: History): readonly string[] => idsOf(streams, categories.stock);

const idsOf = (streams: readonly string[], category: string): readonly string[] =>
  streams
    .map(parseStream)
    .filter((stream) => stream.category === category)
    .map(({ id }) => id);

/** What a commit did to money and stock, and nothing else of it; nothing if it did nothing. */
export const sharedPart = (commit: Commit): Commit | undefined => {
  const events = commit.events.filter(({ stream }) => isShared(stream));
  return events.length === 0 ? undefined : { ...commit, events, outbox: [], sent: [] };
};
