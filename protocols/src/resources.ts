// Roles for reading: what a list of transactions or of holds shows, and the read model that it is made of.
import { HoldDto, TransactionDto } from '@saga-lab/contracts/dtos/role';
import { Id } from '@saga-lab/contracts/primitives';
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { DatedEvent } from '@saga-lab/platform/decider/decider';
import { parseStream } from '@saga-lab/platform/decider/streams';
import { holds, transactions } from './progress.ts';
import type { Progress, ProgressFold } from './progress.ts';

/** Its id is the name of the role's stream: an order may be known under more than one protocol, if only by mistake. */
export type RoleDocument<Status extends string = string> = Progress<Status> & {
  readonly _id: string;
  readonly version: number;
};

type Parts = Readonly<Record<string, DeciderPart>>;

const roleOf = <Status extends string>({ _id, state: _state, ...shown }: RoleDocument<Status>) => ({
  orderId: parseStream(_id).id,
  ...shown,
});

const reading = <Status extends string>(view: string, { protocols, apply }: ProgressFold<Status>) => ({
  path: `/${view}`,
  id: { orderId: Id },
  projection: {
    view,
    category: protocols,
    apply: (document: RoleDocument<Status> | undefined, event: DatedEvent): Progress<Status> =>
      apply(document, event),
  },
});

export const transactionResource = (parts: Parts) => ({
  ...reading('transactions', transactions(parts)),
  name: 'transaction of order',
  item: TransactionDto,
  show: (document: RoleDocument<TransactionDto['status']>): TransactionDto => {
    const { damage: _damage, askedAt: _askedAt, ...shown } = roleOf(document);
    return shown;
  },
});

export const holdResource = (parts: Parts) => ({
  ...reading('holds', holds(parts)),
  name: 'hold for order',
  item: HoldDto,
  show: (document: RoleDocument<HoldDto['status']>): HoldDto => {
    const { damagedAt: _damagedAt, ...shown } = roleOf(document);
    return shown;
  },
});
