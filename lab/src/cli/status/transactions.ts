// Orders that no saga decides about: how many are open, parked, in doubt or damaged.
import type { HoldDto } from '@saga-lab/contracts/dtos/role';
import { participants } from '@saga-lab/contracts/services';
import type { ParticipantName } from '@saga-lab/contracts/services';
import type { Lab } from '../../client/lab.ts';
import type { TransactionsStatus } from './report.ts';

const holders = Object.keys(participants) as ParticipantName[];

export const transactionsStatus = async (one: Lab): Promise<TransactionsStatus> => {
  const [open, parked, inDoubt, damaged] = await Promise.all([
    one.transactionsThatAre('OPEN'),
    one.transactionsThatAre('PARKED'),
    holdsOf(one, 'IN_DOUBT'),
    holdsOf(one, 'DAMAGED'),
  ]);
  const [oldest] = inDoubt.flatMap(({ items }) => items).sort((a, b) => (a.since < b.since ? -1 : 1));
  return {
    open: open.length,
    parked: parked.length,
    inDoubt: countsOf(inDoubt),
    damaged: countsOf(damaged),
    ...(oldest && {
      oldest: { orderId: oldest.orderId, protocol: oldest.protocol, since: oldest.since },
    }),
  };
};

interface Held {
  readonly service: ParticipantName;
  readonly items: readonly HoldDto[];
}

const holdsOf = (one: Lab, status: HoldDto['status']): Promise<readonly Held[]> =>
  Promise.all(holders.map(async (service) => ({ service, items: await one.holdsThatAre(service, status) })));

const countsOf = (held: readonly Held[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    held.filter(({ items }) => items.length > 0).map(({ service, items }) => [service, items.length]),
  );
