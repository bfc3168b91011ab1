// The record that a parallel history is decided beside: what came when, what was sent, and what became of it.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { DeciderSettings, OutboxEntry } from '@saga-lab/platform/store/commit';
import { byCause } from '../checker/cause.ts';
import type { History, Recorded } from '../checker/history.ts';
import { receiversOf } from '../checker/receivers.ts';
import { instantsOf } from '../time-travel/cut.ts';

/** A recorded commit in its place. */
export interface Placed extends Recorded {
  /** Milliseconds since the epoch: as late as the latest of what it rests on, whatever the clocks say. */
  readonly instant: number;
}

export interface TheRecord {
  readonly history: History;
  /** One after the other, so that each comes behind what it rests on. */
  readonly inOrder: readonly Placed[];
  /** Of the last that happened, milliseconds since the epoch; 0 for an empty history. */
  readonly end: number;
  readonly handled: (service: ServiceName, id: string) => Placed | undefined;
  /** Whether some commit sent such a message to this service, or armed such a timer there. */
  readonly wasSent: (to: ServiceName, id: string) => boolean;
  /** With which settings a service decided at first; none if it has none, or decided nothing. */
  readonly firstSettings: (service: ServiceName) => DeciderSettings | undefined;
}

export const keyOf = (service: ServiceName, id: string): string => `${service}/${id}`;

export const recordOf = (history: History): TheRecord => {
  const inOrder = placedIn(history);
  const handled = new Map(inOrder.map((placed) => [keyOf(placed.service, placed.commit._id), placed]));
  const sent = new Set(
    inOrder.flatMap(({ service, commit }) =>
      commit.outbox.flatMap((entry) => takersOf(service, entry).map((to) => keyOf(to, entry.id))),
    ),
  );
  return {
    history,
    inOrder,
    end: inOrder.at(-1)?.instant ?? 0,
    handled: (service, id) => handled.get(keyOf(service, id)),
    wasSent: (to, id) => sent.has(keyOf(to, id)),
    firstSettings: (service) => inOrder.find((placed) => placed.service === service)?.commit.settings,
  };
};

/** Who takes in what `service` sends; of a timer, itself. */
export const takersOf = (service: ServiceName, entry: OutboxEntry): readonly ServiceName[] =>
  entry.notBefore === undefined ? receiversOf(entry) : [service];

/** Where two have the same instant, one may rest on the other: that one has the greater Lamport value. */
const placedIn = (history: History): readonly Placed[] => {
  const instants = instantsOf(history);
  return history.all
    .map((recorded) => ({ ...recorded, instant: instants.get(recorded.commit) ?? recorded.commit.at }))
    .toSorted((a, b) => a.instant - b.instant || byCause(a, b));
};
