// Which services take a message in: of the queues that it is bound to, their owners.
import { routeOf } from '@saga-lab/contracts/topology';
import type { Route } from '@saga-lab/contracts/topology';
import { bindings, rights } from '@saga-lab/protocols/topology';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { OutboxEntry } from '@saga-lab/platform/store/commit';
import type { History } from './history.ts';

const nameOf = ({ exchange, key }: Route): string => `${exchange} ${key}`;

const receivers = Map.groupBy(
  bindings.flatMap((binding) => {
    const owner = Object.entries(rights).find(([, { reads }]) => reads.includes(binding.queue))?.[0];
    return owner === undefined ? [] : [{ route: nameOf(binding), owner: owner as ServiceName }];
  }),
  ({ route }) => route,
);

/** Of a message between services, no timer; none: nobody wants it, so it is not published. */
export const receiversOf = ({ to, type }: Pick<OutboxEntry, 'to' | 'type'>): readonly ServiceName[] => {
  const route = routeOf(to === undefined ? { topic: type } : { service: to, type });
  return (receivers.get(nameOf(route)) ?? []).map(({ owner }) => owner);
};

/** Whether each receiver of a message has a commit of it. */
export const takenIn = ({ all }: Pick<History, 'all'>): ((message: OutboxEntry) => boolean) => {
  const taken = new Set(all.map(({ service, commit }) => `${service} ${commit._id}`));
  return (message) => receiversOf(message).every((service) => taken.has(`${service} ${message.id}`));
};
