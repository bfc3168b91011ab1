// A report as tables, and below them what to look at.
import type { Paint } from '../../show/paint.ts';
import { table } from '../../show/table.ts';
import { findingLines } from '../finding.ts';
import { adviceOn } from './advice.ts';
import { age, duration } from './age.ts';
import type { Report, SagasStatus, TransactionsStatus } from './report.ts';

const UNKNOWN = '?';

export const reportLines = (report: Report, paint: Paint): readonly string[] => [
  paint('heading', headingOf(report)),
  '',
  ...partTable(report),
  '',
  ...queueTable(report),
  '',
  ...serviceTable(report),
  '',
  ...readModelTable(report),
  '',
  ...sagaLines(report.sagas, report.at),
  ...transactionLines(report.transactions, report.at),
  '',
  ...findingLines(adviceOn(report), paint),
];

const headingOf = ({ engine, launcherPid }: Report): string =>
  engine === undefined
    ? 'The system at SAGA_LAB_SYSTEM'
    : `${engine} engine, launcher pid ${launcherPid ?? UNKNOWN}`;

const partTable = ({ parts }: Report): readonly string[] =>
  table(
    ['part', 'ready', 'pid', 'address'],
    parts.map(({ name, ready, pid, url = '-' }) => [name, ready ? '(/)' : '(x)', String(pid ?? '-'), url]),
  );

const queueTable = ({ queues, engine, parts }: Report): readonly string[] => {
  if (engine === 'memory') return ['Queues: none, there is no broker in the memory engine.'];
  if (engine === undefined && !parts.some(({ name }) => name === 'broker'))
    return ['Queues: unknown, SAGA_LAB_SYSTEM does not say where the broker is.'];
  if (!queues) return ['Queues: unknown, the broker does not answer.'];
  return table(
    ['queue', 'waiting', 'consumers'],
    queues.map(({ queue, ready, consumers }) => [queue, ready, consumers]),
  );
};

const serviceTable = ({ services }: Report): readonly string[] =>
  table(
    ['service', 'outbox', 'oldest', 'dead letters'],
    services.map(({ service, pending = UNKNOWN, waitedMs, deadLetters = UNKNOWN }) => [
      service,
      pending,
      oldest(waitedMs),
      deadLetters,
    ]),
  );

const readModelTable = ({ readModels }: Report): readonly string[] => {
  if (readModels.length === 0) return ['Read models: none has shown an event yet.'];
  return table(
    ['read model', 'of', 'events shown', 'half within', '95 % within', '99 % within'],
    readModels.map(({ view, service, events, p50, p95, p99 }) => [
      view,
      service,
      events,
      ...[p50, p95, p99].map(lagOf),
    ]),
  );
};

const lagOf = (ms: number | null): string => (ms === null ? 'longer' : `${ms} ms`);

const oldest = (waitedMs: number | undefined): string => {
  if (waitedMs === undefined) return UNKNOWN;
  return waitedMs === 0 ? '-' : duration(waitedMs);
};

const sagaLines = (sagas: SagasStatus | undefined, at: string): readonly string[] => {
  if (!sagas) return ['Sagas: unknown, the orchestrator does not answer.'];
  const { counts, oldestOpen } = sagas;
  const numbers = Object.entries(counts).map(([status, count]) => `${count} ${status}`);
  const first = `Sagas: ${numbers.join(', ')}`;
  if (!oldestOpen) return [first, 'No saga is open.'];
  const { sagaId, status, step = UNKNOWN, startedAt } = oldestOpen;
  return [first, `The oldest open one: ${sagaId}, ${status} at ${step}, started ${age(startedAt, at)} ago.`];
};

const transactionLines = (transactions: TransactionsStatus | undefined, at: string): readonly string[] => {
  if (!transactions) return ['Other protocols: unknown, a service does not answer.'];
  const { open, parked, inDoubt, damaged, oldest: first } = transactions;
  const holds = [...countedBy(inDoubt, 'in doubt'), ...countedBy(damaged, 'DAMAGED')];
  const counts = `Other protocols: ${[`${open} OPEN`, `${parked} PARKED`, ...holds].join(', ')}`;
  if (!first) return [counts];
  return [
    counts,
    `The one that is in doubt for longest: ${first.orderId}, under ${first.protocol}, for ${age(first.since, at)}.`,
  ];
};

const countedBy = (counts: Readonly<Record<string, number>>, what: string): readonly string[] =>
  Object.entries(counts).map(([service, count]) => `${count} ${what} at ${service}`);
