// Asks every part of a running system how it is, all at once; changes nothing.
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import { deadLettersOf, queues } from '@saga-lab/contracts/topology';
import { queueCounts } from '@saga-lab/launcher/broker/queue-counts';
import type { QueueCount } from '@saga-lab/launcher/broker/queue-counts';
import { firstOf } from '@saga-lab/launcher/engine/engine';
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { answers, takesWrites } from '@saga-lab/launcher/databases/replica-set';
import type { SystemPart } from '@saga-lab/launcher/system/state-file';
import { lab } from '../../client/lab.ts';
import type { Lab } from '../../client/lab.ts';
import { readModelLags } from '../../client/read-model-lag.ts';
import type { KnownSystem } from '../system-in.ts';
import { transactionsStatus } from './transactions.ts';
import type { PartStatus, Report, SagasStatus, ServiceStatus } from './report.ts';

export const look = async (state: KnownSystem): Promise<Report> => {
  const one = lab({ urls: state.urls, adminToken: state.adminToken });
  const counts = queuesOf(state);
  const [parts, queueList, services, sagas, transactions, lags] = await Promise.all([
    Promise.all(state.parts.map((part) => partStatus(part, state, counts))),
    counts,
    Promise.all(serviceNames.map((service) => serviceStatus(service, one))),
    ifAny(sagasStatus(one)),
    ifAny(transactionsStatus(one)),
    ifAny(readModelLags(one)),
  ]);
  return {
    ...(state.engine && { engine: state.engine }),
    ...(state.launcher && { launcherPid: state.launcher.pid }),
    at: new Date().toISOString(),
    parts,
    services,
    readModels: lags ?? [],
    ...(queueList && { queues: queueList }),
    ...(sagas && { sagas }),
    ...(transactions && { transactions }),
  };
};

/** What cannot be had at the moment is `undefined`: which part is to blame, `parts` says. */
const ifAny = <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined);

const queuesOf = async ({ broker }: KnownSystem): Promise<readonly QueueCount[] | undefined> =>
  broker && ifAny(queueCounts(broker.e2eUrl, [...queues, ...queues.map(deadLettersOf)]));

const partStatus = async (
  part: SystemPart,
  state: KnownSystem,
  counts: Promise<readonly QueueCount[] | undefined>,
): Promise<PartStatus> => {
  const why = await whyNotReady(part, state, counts);
  return { ...part, ready: why === undefined, ...(why !== undefined && { why }) };
};

const whyNotReady = async (
  part: SystemPart,
  state: KnownSystem,
  counts: Promise<readonly QueueCount[] | undefined>,
): Promise<string | undefined> => {
  if (part.url === undefined) return 'it is down';
  if (part.url.startsWith('amqp'))
    return (await nodeAnswers(part, state, counts)) ? undefined : 'it does not answer';
  if (part.url.startsWith('mongodb:'))
    return (await isServing(part, state.parts)) ? undefined : 'it takes no writes';
  return serviceTrouble(part.name, part.url, state.adminToken);
};

/** Every node of a broker knows all its queues. */
const nodeAnswers = async (
  { name, url = '' }: SystemPart,
  { broker }: KnownSystem,
  counts: Promise<readonly QueueCount[] | undefined>,
): Promise<boolean> => {
  if (name === 'broker' || !broker) return (await counts) !== undefined;
  const node = new URL(broker.e2eUrl);
  node.host = new URL(url).host;
  return (await ifAny(queueCounts(node.href, queues))) !== undefined;
};

/** It takes writes, or another member of its set does, and it is there to take over. */
const isServing = async ({ name, url = '' }: SystemPart, parts: readonly SystemPart[]): Promise<boolean> => {
  if (await takesWrites(portOf(url))) return true;
  const others = parts.filter((one) => one.name !== name && firstOf(one.name) === firstOf(name));
  const writable = others.map((other) => takesWrites(portOf(other.url ?? '')));
  return (await Promise.all(writable)).some(Boolean) && answers(portOf(url));
};

/** The first host's. */
const portOf = (url: string): number => Number(/:(\d+)\//.exec(url)?.[1]);

const serviceTrouble = async (name: string, url: string, adminToken: string): Promise<string | undefined> => {
  const service = firstOf(name) as ServiceName;
  const { ask } = lab({ urls: { [service]: url } as Record<ServiceName, string>, adminToken });
  const answer = await ifAny(ask(service, { method: 'get', path: '/readyz' }));
  if (answer === undefined) return 'it does not answer';
  if (answer.status === 200) return undefined;
  const { reasons } = answer.body as { reasons?: readonly string[] };
  return reasons?.join('; ') ?? `it answers ${answer.status}`;
};

const serviceStatus = async (service: ServiceName, one: Lab): Promise<ServiceStatus> => {
  const [outbox, letters] = await Promise.all([ifAny(one.outbox(service)), ifAny(one.deadLetters(service))]);
  return {
    service,
    ...outbox,
    ...(letters && { deadLetters: letters.filter(({ replays }) => replays === undefined).length }),
  };
};

const sagasStatus = async (one: Lab): Promise<SagasStatus> => {
  const [counts, open] = await Promise.all([one.sagaCounts(), one.openSagas()]);
  const oldestOpen = open.reduce<SagaDto | undefined>(older, undefined);
  return { counts, ...(oldestOpen && { oldestOpen }) };
};

const older = (a: SagaDto | undefined, b: SagaDto): SagaDto => (a && a.startedAt <= b.startedAt ? a : b);
