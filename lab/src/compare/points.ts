// When a point of a protocol is reached, told commit by commit as these become durable.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { Moment, Moments } from '@saga-lab/protocols/promise';
import { sagaOf } from '../checker/history.ts';
import type { Recorded } from '../checker/history.ts';
import type { Point } from './conditions.ts';

/** Whether this commit is the one with which the point is reached; asked about each, in their order. */
export type Reaches = (recorded: Recorded) => boolean;

const holds = (commit: Commit, ...types: readonly string[]): boolean =>
  commit.events.some(({ type }) => types.includes(type));

const isMoment = ({ type, data }: RecordedEvent, moment: Moment): boolean =>
  type === moment.type &&
  (moment.step === undefined || (data as { readonly step?: string }).step === moment.step);

const voters: readonly ServiceName[] = ['inventory-service', 'payment-service'];

const lastVote = (types: readonly string[]): Reaches => {
  const voted = new Set<ServiceName>();
  return ({ service, commit }) => {
    if (voters.includes(service) && holds(commit, ...types)) voted.add(service);
    return voted.size === voters.length;
  };
};

/** Somebody else has made durable what followed from the yes of the inventory service. */
const stockHeard = (): Reaches => {
  const yes = new Set<string>();
  return ({ service, commit }) => {
    if (holds(commit, 'StockReserved') && service === 'inventory-service') yes.add(commit._id);
    return service !== 'inventory-service' && yes.has(commit.causationId);
  };
};

const reachesAny = (point: Point, moments: Moments): Reaches => {
  switch (point) {
    case 'placed':
      return ({ commit }) => holds(commit, 'OrderPlaced');
    case 'stock held':
      return ({ service, commit }) => service === 'inventory-service' && holds(commit, 'StockReserved');
    case 'stock heard':
      return stockHeard();
    case 'last vote':
      return lastVote(moments.lastVote);
    case 'counted':
    case 'decision':
      return ({ commit }) => commit.events.some((event) => isMoment(event, moments[point]));
    case 'worst':
      return reachesAny(moments.worst === 'counted' ? 'counted' : 'last vote', moments);
  }
};

/** By the first order that is placed. */
export const reaches = (point: Point, moments: Moments): Reaches => {
  const isReached = reachesAny(point, moments);
  let order: string | undefined;
  return (recorded) => {
    const { commit } = recorded;
    if (holds(commit, 'OrderPlaced')) order ??= sagaOf(commit);
    return sagaOf(commit) === order && isReached(recorded);
  };
};
