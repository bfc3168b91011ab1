// Which services take a message in: the one that it names, or the owners of the queues that its type is bound to.
import { bindings, rights } from '@saga-lab/protocols/topology';
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { exchanges } from '@saga-lab/contracts/topology';
import type { OutboxEntry } from '@saga-lab/platform/store/commit';
import type { History } from './history.ts';

const ownersOf = (queue: string): readonly ServiceName[] =>
  serviceNames.filter((name) => rights[name]?.reads.includes(queue));

/** By type. */
const listeners = Map.groupBy(
  bindings
    .filter(({ exchange }) => exchange === exchanges.events)
    .flatMap(({ key, queue }) => ownersOf(queue).map((owner) => ({ key, owner }))),
  ({ key }) => key,
);

/** Of a message: the one whom it names, or all who listen to its type; none: nobody wants it, so it is not published. */
export const receiversOf = ({ to, type }: Pick<OutboxEntry, 'to' | 'type'>): readonly ServiceName[] =>
  to === undefined
    ? (listeners.get(type) ?? []).map(({ owner }) => owner)
    : serviceNames.filter((name) => name === to);

/** Whether each receiver of a message has a commit of it. */
export const takenIn = ({ all }: Pick<History, 'all'>): ((message: OutboxEntry) => boolean) => {
  const taken = new Set(all.map(({ service, commit }) => `${service} ${commit._id}`));
  return (message) => receiversOf(message).every((service) => taken.has(`${service} ${message.id}`));
};
