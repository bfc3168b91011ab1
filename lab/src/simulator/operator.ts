// An operator who is called about an order, and one who looks after dead letters.
import type { ServiceName } from '@saga-lab/contracts/services';
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
  if (response && ![200, 404, 409, 503].includes(response.status))
    throw new Error(`${request.path} was answered ${response.status}: ${JSON.stringify(response.body)}`);
};

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
