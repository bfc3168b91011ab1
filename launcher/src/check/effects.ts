// What really changed, read from the raw histories and not from what a service says about itself.
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { CommitsByService, ServiceName } from '../client/documents.ts';
import { serviceNames } from '../client/documents.ts';

const NOTE = 'CommandAnswered';

/** Every command of the saga; where it names one, `undoneBy` takes it back. */
const commands: Readonly<Record<string, { readonly undoneBy?: string }>> = {
  PlaceOrder: { undoneBy: 'RejectOrder' },
  RejectOrder: {},
  ReserveStock: { undoneBy: 'ReleaseStock' },
  ReleaseStock: {},
  ChargePayment: { undoneBy: 'RefundPayment' },
  RefundPayment: {},
  ApproveOrder: { undoneBy: 'RejectOrder' },
  ShipStock: { undoneBy: 'ReleaseStock' },
};

/** One command that a service has decided. */
export interface Decided {
  readonly service: ServiceName;
  readonly saga: string;
  readonly command: string;
  readonly undoneBy: string | undefined;
  /** Whether it changed something; a refusal or an empty compensation did not. */
  readonly effect: boolean;
}

/** In the order in which each service made them durable. */
export const decidedCommands = (commits: CommitsByService): readonly Decided[] =>
  serviceNames.flatMap((service) => commits[service].flatMap((commit) => decidedBy(service, commit)));

const decidedBy = (service: ServiceName, commit: Commit): readonly Decided[] => {
  const command = commands[commit.cause];
  if (!command) return [];
  const saga = commit.sagaId ?? commit.correlationId;
  const effect = commit.events.some((event) => event.type !== NOTE) && !wasRefused(commit);
  return [{ service, saga, command: commit.cause, undoneBy: command.undoneBy, effect }];
};

const wasRefused = (commit: Commit): boolean =>
  commit.events.some((event) => event.type === NOTE && (event.data as { refused: boolean }).refused);

/** A stream's events by version, from the raw history. */
export const eventsOf = (
  commits: CommitsByService,
  service: ServiceName,
  stream: string,
): readonly RecordedEvent[] =>
  commits[service]
    .flatMap((commit) => commit.events.filter((event) => event.stream === stream))
    .sort((a, b) => a.version - b.version);

export interface Movement {
  readonly stream: string;
  readonly type: string;
  readonly order: string;
  readonly amount: number;
}

/** Every movement of money or pieces that names an order. */
export const movements = (commits: readonly Commit[]): readonly Movement[] =>
  commits.flatMap((commit) =>
    commit.events.flatMap(({ stream, type, data }) => {
      const { orderId, amount, quantity } = data as { orderId?: string; amount?: number; quantity?: number };
      const moved = amount ?? quantity;
      const shared = stream.startsWith('account-') || stream.startsWith('stock-');
      return shared && orderId !== undefined && moved !== undefined
        ? [{ stream, type, order: orderId, amount: moved }]
        : [];
    }),
  );

/** The sum of all movements of one type. */
export const sum = (all: readonly Movement[], type: string): number =>
  all.filter((movement) => movement.type === type).reduce((total, movement) => total + movement.amount, 0);
