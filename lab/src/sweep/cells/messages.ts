// What each service handles and sends in a saga: taken from the contracts, so that a new message brings its cells along.
import type { AnnounceAgain } from '@saga-lab/order-service/domain/announcement';
import { orchestrator, participants, serviceNames } from '@saga-lab/contracts/services';
import type { ParticipantName, ServiceName } from '@saga-lab/contracts/services';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { SagaTimer } from '@saga-lab/saga-orchestrator/saga/table';
import type { Way } from './points.ts';

/** One line of the grid. */
export interface Row {
  readonly service: ServiceName;
  /** As it is shown; of another protocol than the saga with that one's name before it. */
  readonly message: string;
  readonly way: Way;
  /** As it is called where it is handled; left out: so, too. */
  readonly type?: string;
  /** Left out: the saga. */
  readonly protocol?: string;
}

export const typeOf = ({ message, type = message }: Row): string => type;

export type Timer = AnnounceAgain['type'] | SagaTimer['type'];
export type Request = (typeof participants)[ParticipantName]['requests'][number];

/** The timers that a service sets for itself; a contract knows nothing of them. */
const timers: Readonly<Partial<Record<ServiceName, readonly Timer[]>>> = {
  'order-service': ['AnnounceAgain'],
  'saga-orchestrator': ['SagaTimer'],
};

const isParticipant = (service: ServiceName): service is ParticipantName => service in participants;

const deliveriesTo = (service: ServiceName): readonly string[] =>
  Object.keys(
    isParticipant(service)
      ? participants[service].commands
      : { ...orchestrator.starts, ...orchestrator.replies },
  );

const requestsTo = (service: ServiceName): readonly string[] =>
  isParticipant(service) ? participants[service].requests : [];

const sentBy = (service: ServiceName): readonly string[] =>
  isParticipant(service)
    ? Object.keys(participants[service].events)
    : Object.values(participants).flatMap(({ commands }) => Object.keys(commands));

const rowsOf = (service: ServiceName): readonly Row[] => {
  const ways: Readonly<Record<Way, readonly string[]>> = {
    request: requestsTo(service),
    delivery: deliveriesTo(service),
    timer: timers[service] ?? [],
    sent: sentBy(service),
  };
  return Object.entries(ways).flatMap(([way, messages]) =>
    messages.map((message) => ({ service, message, way: way as Way })),
  );
};

/** All of the saga, service by service: what it is asked for, what it is delivered, its timers, what it sends. */
export const sagaRows: readonly Row[] = serviceNames.flatMap(rowsOf);

/** What a service has done with messages that no row is about: of such a message no cell tells anything. */
export const uncovered = (
  commits: readonly { readonly service: ServiceName; readonly commit: Commit }[],
  rows: readonly Row[],
): readonly string[] => {
  const named = (isOne: (way: Way) => boolean) =>
    new Set(rows.filter(({ way }) => isOne(way)).map((row) => nameOf(row.service, typeOf(row))));
  const handled = named((way) => way !== 'sent');
  const sent = named((way) => way === 'sent' || way === 'timer');
  const sentences = commits.flatMap(({ service, commit: { input, outbox } }) => [
    ...(handled.has(nameOf(service, input.type)) ? [] : [`${service} handles ${input.type}`]),
    ...outbox
      .filter(({ type }) => !sent.has(nameOf(service, type)))
      .map(({ type }) => `${service} sends ${type}`),
  ]);
  return [...new Set(sentences)].map((sentence) => `${sentence}, and no cell is about that.`);
};

const nameOf = (service: ServiceName, type: string): string => `${service} ${type}`;
