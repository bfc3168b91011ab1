// What was under way at a moment: messages that had been sent and not been handled, and timers that had not fired.
import { orchestrator } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { messageOf } from '@saga-lab/platform/runtime/relay';
import type { Commit, OutboxEntry } from '@saga-lab/platform/store/commit';
import type { History, Recorded } from '../checker/history.ts';
import { receiversOf } from '../checker/receivers.ts';
import { deciders as ownDeciders } from '../rebuild/services.ts';
import type { Deciders } from '../rebuild/services.ts';
import type { Cut } from './cut.ts';
import { byLamport } from './cut.ts';
import { stateIn } from './states.ts';

export interface MessageInFlight {
  readonly entry: OutboxEntry;
  readonly from: ServiceName;
  readonly to: ServiceName;
  /** The commit that sent it. */
  readonly sentBy: Commit;
  /** The commit that it led to in the end; none: as far as the history goes, it led to nothing. */
  readonly handledBy?: Commit | undefined;
}

export interface ArmedTimer {
  readonly entry: OutboxEntry;
  readonly service: ServiceName;
  readonly armedBy: Commit;
  /** By the clock of the service's database, milliseconds since the epoch. */
  readonly firesAt: number;
}

/**
 * In the order in which they were sent. An order that announces itself once more to a saga that runs is left out: that is
 * handled without a trace, so nobody knows when.
 */
export const messagesInFlight = ({ history, whole }: Cut): readonly MessageInFlight[] => {
  const before = handledIn(history);
  const inTheEnd = handledIn(whole);
  const started = sagasStartedIn(history);
  return byLamport(history).flatMap(({ service: from, commit: sentBy }) =>
    sentBy.outbox
      .filter((entry) => entry.notBefore === undefined && !isStartOf(started, entry))
      .flatMap((entry) =>
        receiversOf(entry)
          .filter((to) => !before.has(handling(to, entry.id)))
          .map((to) => ({ entry, from, to, sentBy, handledBy: inTheEnd.get(handling(to, entry.id)) })),
      ),
  );
};

/** In the order in which they were armed. Those that the state of the moment no longer needs are left out, as the service drops them. */
export const armedTimers = ({ history }: Cut, deciders: Deciders = ownDeciders): readonly ArmedTimer[] => {
  const fired = handledIn(history);
  const wants = wantedIn(history, deciders);
  return byLamport(history).flatMap(({ service, commit: armedBy }) =>
    armedBy.outbox.flatMap((entry) => {
      const { notBefore: firesAt } = entry;
      if (firesAt === undefined || fired.has(handling(service, entry.id))) return [];
      return wants({ service, commit: armedBy }, entry) ? [{ entry, service, armedBy, firesAt }] : [];
    }),
  );
};

const handling = (service: ServiceName, id: string): string => `${service}/${id}`;

const handledIn = ({ all }: History): ReadonlyMap<string, Commit> =>
  new Map(all.map(({ service, commit }) => [handling(service, commit._id), commit]));

const sagasStartedIn = ({ all }: History): ReadonlySet<string | undefined> =>
  new Set(
    all
      .filter(({ commit }) => commit.input.type in orchestrator.starts)
      .map(({ commit }) => commit.input.sagaId),
  );

const isStartOf = (started: ReadonlySet<string | undefined>, { type, sagaId }: OutboxEntry): boolean =>
  type in orchestrator.starts && started.has(sagaId);

/** What the service's own decider says, on the states of the moment; a timer on which it throws is fired, so it is wanted. */
const wantedIn = (history: History, deciders: Deciders) => {
  const stateOf = stateIn(history);
  return ({ service, commit }: Recorded, entry: OutboxEntry): boolean => {
    try {
      const { streams, evolve, wants } = deciders[service](commit.settings ?? {});
      const timer = messageOf(service, commit, entry);
      const states = streams(timer).map((stream) => [stream, stateOf(evolve, stream)] as const);
      return wants(Object.fromEntries(states), timer);
    } catch {
      return true;
    }
  };
};
