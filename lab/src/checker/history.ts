// The raw histories of all services, by saga and by stream.
import type { Commit } from '@saga-lab/platform/store/commit';
import { newerThanKnown, upToDate } from '@saga-lab/platform/store/schema-versions';
import type { DatedEvent } from '@saga-lab/platform/decider/decider';
import type { ServiceName } from '@saga-lab/contracts/services';
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import { categories } from '@saga-lab/contracts/streams';
import { parseStream } from '@saga-lab/platform/decider/streams';
import type { CommitsByService } from '../client/documents.ts';
import { commitShape } from './shapes.ts';

/** An event with what its commit says of time. */
export interface StampedEvent extends DatedEvent {
  readonly lamport: number;
  /** Id of its commit. */
  readonly commit: string;
}

/** A commit, and the service that made it. */
export interface Recorded {
  readonly service: ServiceName;
  readonly commit: Commit;
}

export interface History {
  /** Each service's in the order in which its database made them durable. */
  readonly all: readonly Recorded[];
  /** Everything that one saga caused. */
  readonly ofSaga: (saga: string) => readonly Recorded[];
  readonly streams: readonly string[];
  /** The events of one stream by version, in the shape of today. */
  readonly ofStream: (stream: string) => readonly StampedEvent[];
  /** The same, as this service calls it: streams of roles are called alike at all services that play one. */
  readonly ofStreamAt: (service: ServiceName, stream: string) => readonly StampedEvent[];
  /** Commits of a shape that nobody can judge, with what is wrong: they are left out of everything else. */
  readonly unreadable: readonly string[];
}

export const historyOf = (commits: CommitsByService): History => indexed(readableIn(commits));

/** Of commits in any order of their services, each service's in its own. */
export const historyAmong = (recorded: readonly Recorded[]): History =>
  historyOf(
    ofEveryService((name) => recorded.flatMap(({ service, commit }) => (service === name ? [commit] : []))),
  );

type Readable = Pick<History, 'all' | 'unreadable'>;

const indexed = ({ all, unreadable }: Readable): History => {
  const sagas = grouped(all, ({ commit }) => sagaOf(commit));
  const events = all.flatMap(({ service, commit }) =>
    stamped(commit).map((event) => ({ name: nameAt(service, event.stream), event })),
  );
  const named = grouped(events, ({ name }) => name);
  const streams = new Map([...named].map(([name, each]) => [name, each.map(({ event }) => event)] as const));
  for (const each of streams.values()) each.sort((a, b) => a.version - b.version);
  return {
    all,
    ofSaga: (saga) => sagas.get(saga) ?? [],
    streams: [...streams.keys()],
    ofStream: (stream) => streams.get(stream) ?? [],
    ofStreamAt: (service, stream) => streams.get(nameAt(service, stream)) ?? [],
    unreadable,
  };
};

const ofOneService: readonly string[] = Object.values(categories);

/** The streams of the domain are each of one service; those of roles are told apart by theirs: `2pc-o1@payment-service`. */
const nameAt = (service: ServiceName, stream: string): string =>
  ofOneService.includes(parseStream(stream).category) ? stream : `${stream}@${service}`;

/** A history may have got broken wherever it was kept; from here on every commit has the shape of one. */
const readableIn = (commits: CommitsByService): Readable => {
  const unreadable: string[] = [];
  const isReadable = (service: ServiceName, commit: Commit, n: number): boolean => {
    const flaw = flawOf(commit);
    if (flaw !== undefined) unreadable.push(`commit ${n + 1} of ${service}${flaw}.`);
    return flaw === undefined;
  };
  const all = serviceNames.flatMap((service) =>
    commits[service]
      .filter((commit, n) => isReadable(service, commit, n))
      .map((commit) => ({ service, commit })),
  );
  return { all, unreadable };
};

/** Why nobody can read it; `undefined` if one can. */
export const flawOf = (commit: Commit): string | undefined => commitShape(commit) ?? newerEvent(commit);

/** Nobody here can say what it means. */
const newerEvent = ({ events }: Commit): string | undefined => {
  const newer = events.map(newerThanKnown).find((flaw) => flaw !== undefined);
  return newer && ` cannot be read: ${newer}`;
};

const stamped = ({ _id: commit, events, at, lamport }: Commit): readonly StampedEvent[] =>
  events.map((event) => ({ ...upToDate(event), at, lamport, commit }));

/** The same with every commit as `change` makes it, and without those of which it leaves nothing. */
export const changedHistory = (
  { all, unreadable }: History,
  change: (recorded: Recorded) => Commit | undefined,
): History => {
  const changed = all.flatMap((recorded) => {
    const commit = change(recorded);
    return commit ? [{ ...recorded, commit }] : [];
  });
  return indexed({ all: changed, unreadable });
};

/** Which saga caused a commit; what no saga caused has a correlation of its own. */
export const sagaOf = ({ input, correlationId }: Commit): string => input.sagaId ?? correlationId;

const grouped = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
};
