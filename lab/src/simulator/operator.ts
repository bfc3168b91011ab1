// An operator who is called about an order, and one who looks after dead letters.
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { hasEnded } from '../client/documents.ts';
import { projections } from '../rebuild/services.ts';
import type { Request } from './ask.ts';
import type { Asking } from './clients.ts';
import type { Seen } from './seen.ts';

export interface CallForHelp {
  readonly who: string;
  readonly orderId: string;
  readonly oneOf: (aspect: string, most: number) => number;
}

/** Sends the open command again, or gives the saga up; whatever comes of it. */
export const helpWith = async (client: Asking, { who, orderId, oneOf }: CallForHelp): Promise<void> => {
  await client.wait(oneOf('operator after', 20) * 150, `the operator looks at the order of ${who}`);
  const aborts = oneOf('operator aborts', 1) === 1;
  const request: Request = {
    method: 'post',
    path: `/sagas/${orderId}/${aborts ? 'abort' : 'retry'}`,
    ...(aborts && { body: { reason: `${who} asked for it` } }),
  };
  const response = await client.ask('the operator', 'saga-orchestrator', request);
  if (response && ![200, 404, 409, 410, 503].includes(response.status))
    throw new Error(`${request.path} was answered ${response.status}: ${JSON.stringify(response.body)}`);
};

export interface Mistake {
  readonly service: 'inventory-service' | 'payment-service';
  /** `/stock/sku-1` */
  readonly path: string;
  readonly oneOf: (aspect: string, most: number) => number;
}

/** Brings a thing back to one of its first versions, twice with one key; whatever comes of it, it is the same both times. */
export const bringBack = async (client: Asking, { service, path, oneOf }: Mistake): Promise<void> => {
  await client.wait(oneOf('brings back after', 20) * 600, `the operator sees a mistake in ${path}`);
  const undone = service === 'payment-service' ? await endedSagas(client) : [];
  const request: Request = {
    method: 'post',
    path: `${path}/restore`,
    headers: { 'idempotency-key': 'one-mistake' },
    body: { toVersion: 1 + oneOf('version', 3), reason: 'a mistake', undone },
  };
  for (const _time of ['once', 'again']) {
    const { status, body } = await client.insist('the operator', service, request);
    if (![200, 404, 409].includes(status))
      throw new Error(`${request.path} was answered ${status}: ${JSON.stringify(body)}`);
  }
};

const endedSagas = async (client: Asking): Promise<readonly string[]> => {
  const listed = await client.insist('the operator', 'saga-orchestrator', { method: 'get', path: '/sagas' });
  const { items } = listed.body as { readonly items: readonly SagaDto[] };
  return items.filter(hasEnded).map(({ sagaId }) => sagaId);
};

/** Has one read model of any service made anew, whatever goes on; whatever comes of it. */
export const makeAnew = async (client: Asking, who: string, oneOf: OneOf): Promise<void> => {
  const [service, model] = readModels[oneOf('read model', readModels.length - 1)] ?? readModels[0];
  await client.wait(oneOf('makes anew after', 20) * 300, `${who} has ${model} made anew`);
  const request: Request = { method: 'post', path: `/read-models/${model}/rebuild` };
  const response = await client.ask(who, service, request);
  if (response && ![202, 409, 503].includes(response.status))
    throw new Error(`${request.path} was answered ${response.status}: ${JSON.stringify(response.body)}`);
};

type OneOf = (aspect: string, most: number) => number;

/** The simplest first. */
const readModels = serviceNames.flatMap((service) =>
  projections[service].map(({ view }) => [service, view] as const),
) as [ReadModel, ...ReadModel[]];

type ReadModel = readonly [service: ServiceName, model: string];

/** Replays every dead letter of a service once; what is poison stays so. */
export const replayLetters = async (client: Asking, seen: Seen, service: ServiceName): Promise<void> => {
  const listed = await client.insist('the operator', service, { method: 'get', path: '/dead-letters' });
  const { items } = listed.body as { readonly items: readonly { readonly _id: string }[] };
  for (const { _id } of items) {
    const path = `/dead-letters/${_id}/replay`;
    const { status, body } = await client.insist('the operator', service, { method: 'post', path });
    if (status === 200) seen.note('dead letter replayed');
    else if (status !== 409) throw new Error(`${path} was answered ${status}: ${JSON.stringify(body)}`);
  }
};
