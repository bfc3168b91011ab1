// Reads what the story of one order needs, and no more: its own commits, each found by an index, and the states they were decided on.
import { categories } from '@saga-lab/contracts/streams';
import type { ServiceName } from '@saga-lab/contracts/services';
import { serviceNames } from '@saga-lab/contracts/services';
import { parseStream } from '@saga-lab/platform/decider/streams';
import { parseWrite, writeOf } from '@saga-lab/platform/store/commit';
import type { Recorded } from '../checker/history.ts';
import type { Lab } from '../client/lab.ts';
import { versionsBefore } from '../rebuild/decisions.ts';
import type { Letter, OrderHistory } from './order-history.ts';
import { inOrderOfCause } from './order-history.ts';
import { decisiveStates } from './participant-beats.ts';

/** Nothing if no service has a commit of that correlation. */
export const readOrder = async (lab: Lab, id: string): Promise<OrderHistory | undefined> => {
  const commits = inOrderOfCause(await lab.commitsOf(id));
  if (commits.length === 0) return undefined;
  const [letters, states] = await Promise.all([lettersOf(lab, id), statesOf(lab, commits)]);
  const known = ({ commit }: Recorded, stream: string): unknown =>
    states.get(writeOf(stream, versionsBefore(commit).get(stream) ?? 0));
  return { id, commits, letters, known, now: Date.now() };
};

/** A message's id begins with its correlation. */
const lettersOf = async (lab: Lab, id: string): Promise<readonly Letter[]> => {
  const all = await Promise.all(
    serviceNames.map(async (service) =>
      (await lab.deadLetters(service)).map((letter) => ({ ...letter, service })),
    ),
  );
  return all.flat().filter(({ messageId }) => messageId?.startsWith(`${id}.`));
};

const statesOf = async (lab: Lab, commits: readonly Recorded[]): Promise<ReadonlyMap<string, unknown>> => {
  const wanted = [...new Set(commits.flatMap(decisiveStates))];
  const found = await Promise.all(wanted.map(async (write) => [write, await stateAt(lab, write)] as const));
  return new Map(found);
};

const places: Readonly<Record<string, { readonly service: ServiceName; readonly path: string }>> = {
  [categories.stock]: { service: 'inventory-service', path: '/stock' },
  [categories.account]: { service: 'payment-service', path: '/accounts' },
};

/** What is not answered is not known: the story then names the version alone. */
const stateAt = async (lab: Lab, write: string): Promise<unknown> => {
  const { stream, version } = parseWrite(write);
  const { category, id } = parseStream(stream);
  const place = places[category];
  if (!place) return undefined;
  const { status, body } = await lab.ask(place.service, {
    method: 'get',
    path: `${place.path}/${id}?asOf=${version}`,
  });
  return status === 200 ? body : undefined;
};
