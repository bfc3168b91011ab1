// What one order has cost, from nothing but the histories of all services: the same for every protocol, the saga among them.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Commit, OutboxEntry } from '@saga-lab/platform/store/commit';
import { receiversOf } from '../checker/receivers.ts';
import { commitsOfSaga } from '../client/documents.ts';
import type { CommitsByService } from '../client/documents.ts';

/** Delays are messages one after the other, from the request on; timers are none. */
export interface OrderCost {
  /** Copies: one for each receiver. */
  readonly messages: number;
  /** Until the order is approved or rejected. */
  readonly delaysUntilKnown: number;
  readonly delaysUntilDone: number;
  /** From the moment at which inventory holds something until that is shipped or given back; NaN if it never was. */
  readonly delaysHeld: number;
  readonly commits: number;
}

interface Placed {
  readonly service: ServiceName;
  readonly commit: Commit;
  readonly depth: number;
}

/** `parties`: whose messages and commits count; who only listens is none of them. */
export const costOfOrder = (
  commits: CommitsByService,
  orderId: string,
  parties: readonly ServiceName[] = serviceNames,
): OrderCost => {
  const placed = placedCommits(commitsOfSaga(commits, orderId)).filter(({ service }) =>
    parties.includes(service),
  );
  const depthOf = (service: ServiceName, ...types: readonly string[]): number =>
    placed.find(
      (each) => each.service === service && each.commit.events.some(({ type }) => types.includes(type)),
    )?.depth ?? NaN;
  const ended = depthOf('inventory-service', 'StockShipped', 'StockReleased');
  return {
    messages: placed.flatMap(({ commit }) => copiesOf(commit, parties)).length,
    delaysUntilKnown: depthOf('order-service', 'OrderApproved', 'OrderRejected'),
    delaysUntilDone: Math.max(...placed.map(({ depth }) => depth)),
    delaysHeld: ended - depthOf('inventory-service', 'StockReserved'),
    commits: placed.length,
  };
};

/** How many of an order's commits hold an event that must be durable before anybody goes on. */
export const forcedCommits = (
  commits: CommitsByService,
  orderId: string,
  { parties, forced }: { readonly parties: readonly ServiceName[]; readonly forced: readonly string[] },
): number => {
  const ofOrder = commitsOfSaga(commits, orderId);
  return parties
    .flatMap((service) => ofOrder[service])
    .filter(({ events }) => events.some(({ type }) => forced.includes(type))).length;
};

/** Whether everything that was sent has arrived; timers do not count. */
export const hasArrived = (commits: CommitsByService): boolean =>
  serviceNames.every((service) =>
    commits[service].every(({ outbox }) =>
      outbox
        .filter(isMessage)
        .every((entry) => receiversOf(entry).every((to) => commits[to].some(({ _id }) => _id === entry.id))),
    ),
  );

const isMessage = ({ notBefore }: OutboxEntry): boolean => notBefore === undefined;

const copiesOf = ({ outbox }: Commit, parties: readonly ServiceName[]): readonly ServiceName[] =>
  outbox.filter(isMessage).flatMap((entry) => receiversOf(entry).filter((to) => parties.includes(to)));

/** Each commit with the longest chain of messages that led to it. */
const placedCommits = (commits: CommitsByService): readonly Placed[] => {
  const depthOf = ({ causationId, input }: Commit, _id: string): number => {
    const sender = serviceNames.find((name) => input.source === `/${name}`);
    const cause = sender && commits[sender].find((commit) => commit._id === causationId);
    // A request by HTTP is its own cause.
    if (!cause || causationId === _id) return 0;
    const wasTimer = cause.outbox.some(({ id, notBefore }) => id === _id && notBefore !== undefined);
    return depthOf(cause, cause._id) + (wasTimer ? 0 : 1);
  };
  return serviceNames.flatMap((service) =>
    commits[service].map((commit) => ({ service, commit, depth: depthOf(commit, commit._id) })),
  );
};
