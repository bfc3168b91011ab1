// `lab snapshots`: which streams have one, and throwing all of them away.
import type { SnapshotDto } from '@saga-lab/contracts/dtos/operation';
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { count } from '../../checker/verdict.ts';
import type { Lab } from '../../client/lab.ts';
import { table } from '../../show/table.ts';
import type { Outcome } from '../outcome.ts';

type Kept = SnapshotDto & { readonly service: ServiceName };
type Asked = Pick<Lab, 'snapshots' | 'dropSnapshots'>;

/** More of them are counted. */
const MOST = 20;
const NONE = 'There are no snapshots: a stream gets one after 100 events.';

/** Of all services, the largest first. */
export const listSnapshots = async (lab: Asked): Promise<Outcome> => {
  const snapshots = await keptBy(lab);
  return {
    data: { snapshots },
    lines: () => (snapshots.length === 0 ? [NONE] : listLines(snapshots)),
    exitCode: exitCodes.holds,
  };
};

/** Says what was there; that is made again when it is needed, and nothing else is gone. */
export const dropSnapshots = async (lab: Asked): Promise<Outcome> => {
  const snapshots = await keptBy(lab);
  const dropped: Partial<Record<ServiceName, number>> = {};
  for (const service of serviceNames) dropped[service] = await lab.dropSnapshots(service);
  return {
    data: { dropped, snapshots },
    lines: (paint) => [
      ...(snapshots.length === 0 ? [] : [...tableOf(snapshots), '']),
      ...serviceNames.map(
        (service) =>
          `${paint('ok', '(/)')} ${service} has thrown ${count(dropped[service] ?? 0, 'snapshot')} away`,
      ),
      'Each is made again when its stream is next loaded or grows.',
    ],
    exitCode: exitCodes.holds,
  };
};

const keptBy = async (lab: Asked): Promise<readonly Kept[]> => {
  const each = serviceNames.map(async (service) =>
    (await lab.snapshots(service)).map((snapshot) => ({ service, ...snapshot })),
  );
  return (await Promise.all(each)).flat().sort((a, b) => b.bytes - a.bytes);
};

const listLines = (snapshots: readonly Kept[]): readonly string[] => [
  ...tableOf(snapshots),
  '',
  'To throw all away:  npm run lab -- snapshots drop',
];

const tableOf = (snapshots: readonly Kept[]): readonly string[] => [
  ...table(
    ['service', 'stream', 'version', 'bytes'],
    snapshots.slice(0, MOST).map(({ service, stream, version, bytes }) => [service, stream, version, bytes]),
  ),
  ...(snapshots.length > MOST ? [`and ${snapshots.length - MOST} more; --json has all`] : []),
];
