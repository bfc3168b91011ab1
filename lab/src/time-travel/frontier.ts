// The histories of a system that goes on working, read one after the other, as one consistent whole.
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { CommitsByService } from '../client/documents.ts';

/** How far each history reaches: so many commits of it. */
type Frontier = Record<ServiceName, number>;

interface Place {
  readonly service: ServiceName;
  readonly index: number;
}

/**
 * One history may have been read further than another, so that it has effects whose causes are missing. What was read once has
 * its causes in what is read after that: `first` is all that is wanted, and as much more of `second` as its causes reach.
 * Each history comes in the order in which its database made it durable, and `second` begins with `first`.
 */
export const withCauses = (first: CommitsByService, second: CommitsByService): CommitsByService => {
  const senders = placesOfSenders(second);
  const frontier: Frontier = ofEveryService((name) => first[name].length);
  const looked: Frontier = ofEveryService(() => 0);
  const advance = (service: ServiceName): boolean => {
    const commits = second[service].slice(looked[service], frontier[service]);
    looked[service] = frontier[service];
    for (const { _id } of commits) {
      const sender = senders.get(_id);
      if (sender) frontier[sender.service] = Math.max(frontier[sender.service], sender.index + 1);
    }
    return commits.length > 0;
  };
  while (serviceNames.map(advance).includes(true));
  return ofEveryService((name) => second[name].slice(0, frontier[name]));
};

/** Of every message the commit that sent it. */
const placesOfSenders = (commits: CommitsByService): ReadonlyMap<string, Place> =>
  new Map(
    serviceNames.flatMap((service) =>
      commits[service].flatMap(({ outbox }, index) =>
        outbox.map(({ id }) => [id, { service, index }] as const),
      ),
    ),
  );
