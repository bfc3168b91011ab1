// What really changed, read from the raw histories and not from what a service says about itself.
import { participants } from '@saga-lab/contracts/services';
import type { Operation } from '@saga-lab/platform/decider/barrier';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { History, Recorded } from './history.ts';
import { sagaOf } from './history.ts';
import { isShared } from './shared-streams.ts';
import { numeric } from './verdict.ts';

const NOTE = 'CommandAnswered';

interface Schema {
  readonly shape: { readonly type: { value: string }; readonly operation: { value: Operation } };
}
const entryOf = ({ shape }: Schema) => [shape.type.value, shape.operation.value] as const;

/** Every command of the contracts, and the customer's request that starts a saga. */
const operations = new Map<string, Operation>([
  ['PlaceOrder', 'action'],
  ...Object.values(participants).flatMap(({ commands }) => Object.values<Schema>(commands).map(entryOf)),
]);

/** One command that a service has decided. */
export interface DecidedCommand {
  readonly service: ServiceName;
  readonly saga: string;
  readonly command: string;
  readonly operation: Operation;
  /** Whether it changed something; a refusal or an empty compensation did not. */
  readonly effect: boolean;
}

/** In the order in which each service made them durable. */
export const decidedCommands = ({ all }: Pick<History, 'all'>): readonly DecidedCommand[] =>
  all.flatMap(decidedBy);

const decidedBy = ({ service, commit }: Recorded): readonly DecidedCommand[] => {
  const operation = operations.get(commit.input.type);
  if (!operation) return [];
  const effect = commit.events.some((event) => event.type !== NOTE) && !wasRefused(commit);
  return [{ service, saga: sagaOf(commit), command: commit.input.type, operation, effect }];
};

const wasRefused = (commit: Commit): boolean =>
  commit.events.some((event) => event.type === NOTE && (event.data as { refused: boolean }).refused);

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
      const { orderId, amount, quantity } = data as {
        orderId?: string;
        amount?: unknown;
        quantity?: unknown;
      };
      const moved = amount ?? quantity;
      return isShared(stream) && orderId !== undefined && moved !== undefined
        ? [{ stream, type, order: orderId, amount: numeric(moved) }]
        : [];
    }),
  );

/** The sum of all movements of one type. */
export const sum = (all: readonly Movement[], type: string): number =>
  all.filter((movement) => movement.type === type).reduce((total, movement) => total + movement.amount, 0);
