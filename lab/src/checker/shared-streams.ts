// Accounts and stock: the streams on which sagas meet, so that no saga can be judged as if it were alone.
import type { Commit } from '@saga-lab/platform/store/commit';
import type { History } from './history.ts';

export const accountStream = (customerId: string): string => `account-${customerId}`;
export const stockStream = (sku: string): string => `stock-${sku}`;

export const isShared = (stream: string): boolean =>
  stream.startsWith('account-') || stream.startsWith('stock-');

/** Ids of all accounts, and of all SKUs, that ever were. */
export const accountsIn = ({ streams }: History): readonly string[] => idsOf(streams, accountStream(''));
export const skusIn = ({ streams }: History): readonly string[] => idsOf(streams, stockStream(''));

const idsOf = (streams: readonly string[], category: string): readonly string[] =>
  streams.filter((stream) => stream.startsWith(category)).map((stream) => stream.slice(category.length));

/** What a commit did to money and stock, and nothing else of it; nothing if it did nothing. */
export const sharedPart = (commit: Commit): Commit | undefined => {
  const events = commit.events.filter(({ stream }) => isShared(stream));
  return events.length === 0 ? undefined : { ...commit, events, outbox: [], sent: [] };
};
