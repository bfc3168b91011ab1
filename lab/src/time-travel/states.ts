// The state of everything at a moment, as the services' own deciders and projections make it of the history up to there.
import { categories } from '@saga-lab/contracts/streams';
import { parseStream } from '@saga-lab/platform/decider/streams';
import type { Rebuilt } from '../checker/facts.ts';
import type { History, StampedEvent } from '../checker/history.ts';
import { accountsIn, skusIn } from '../checker/shared-streams.ts';
import type { Ids } from '../rebuild/read-models.ts';
import { rebuiltFrom } from '../rebuild/read-models.ts';
import { streamStates } from '../rebuild/stream-states.ts';
import type { Cut } from './cut.ts';

/** What each list would have shown; `ids`: all that had happened, unless told. */
export const readModelsAt = ({ history }: Pick<Cut, 'history'>, ids: Ids = idsIn(history)): Rebuilt =>
  rebuiltFrom(history, ids);

/** What a decider made of a stream by the end of the history; `undefined` for a stream without events. @throws Error on a hole. */
export const stateIn = (history: History) => {
  const stateAt = streamStates(history.ofStream, new Set());
  return (evolve: (state: unknown, event: StampedEvent) => unknown, stream: string): unknown =>
    stateAt(evolve, stream, versionIn(history, stream));
};

/** Of the last event of a stream; 0 without any. */
export const versionIn = (history: History, stream: string): number =>
  history.ofStream(stream).at(-1)?.version ?? 0;

/** Of everything that a history knows. */
export const idsIn = (history: History): Ids => ({
  customers: accountsIn(history),
  skus: skusIn(history),
  orders: ordersIn(history),
});

const ofOrders: readonly string[] = [
  categories.order,
  categories.saga,
  categories.payment,
  categories.reservation,
];

const ordersIn = ({ streams }: History): readonly string[] => {
  const parsed = streams.map(parseStream).filter(({ category }) => ofOrders.includes(category));
  return [...new Set(parsed.map(({ id }) => id))];
};
