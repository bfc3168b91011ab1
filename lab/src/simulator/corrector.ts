// An operator who finds that a history is not true: something was forgotten, never happened, or had other figures.
import type { EventDto } from '@saga-lab/contracts/dtos/history';
import type { Request } from './ask.ts';
import type { Asking } from './clients.ts';
import type { Mistake } from './operator.ts';

/** Corrects a thing, twice with one key, and now and then withdraws that; whatever comes of it, it is the same both times. */
export const correctHistory = async (client: Asking, mistake: Mistake): Promise<void> => {
  const { service, path, oneOf } = mistake;
  await client.wait(oneOf('corrects after', 20) * 600, `the operator reads the history of ${path}`);
  const request: Request = { method: 'get', path: `${path}/history` };
  const { status, body } = await client.insist('the operator', service, request);
  if (status !== 200) return;
  const { items } = body as { readonly items: readonly EventDto[] };
  const version = await correctTwice(client, mistake, 'one-correction', correctionOf(items, mistake));
  if (version !== undefined && oneOf('withdraws', 2) === 1)
    await correctTwice(client, mistake, 'its-withdrawal', { kind: 'FALSE', version });
};

/** Resolves with the version of the thing, unless it was refused. */
const correctTwice = async (
  client: Asking,
  { service, path }: Mistake,
  key: string,
  correction: object,
): Promise<number | undefined> => {
  const request: Request = {
    method: 'post',
    path: `${path}/corrections`,
    headers: { 'idempotency-key': key },
    body: { ...correction, reason: 'another look' },
  };
  let version: number | undefined;
  for (const _time of ['once', 'again']) {
    const { status, body } = await client.insist('the operator', service, request);
    if (![200, 404, 409].includes(status))
      throw new Error(`${request.path} was answered ${status}: ${JSON.stringify(body)}`);
    if (status === 200) version ??= (body as { readonly version: number }).version;
  }
  return version;
};

const correctionOf = (items: readonly EventDto[], { service, oneOf }: Mistake): object => {
  const event = items[oneOf('event', 5) % items.length];
  const figures = figuresFor(service, oneOf('figures', 5));
  const { version = 1, at = 0 } = event ?? {};
  const order = items.find(({ type }) => type === 'AmountCharged');
  switch (oneOf('kind of correction', 3)) {
    case 1:
      return { kind: 'WRONG', version, ...figures };
    case 2:
      return { kind: 'FORGOTTEN', validFrom: new Date(at).toISOString(), ...figures };
    case 3:
      return order ? difference(order, oneOf('amount', 4) - 2) : { kind: 'FALSE', version };
    default:
      return { kind: 'FALSE', version };
  }
};

const difference = ({ data }: EventDto, amount: number): object => ({
  kind: 'DIFFERENCE',
  orderId: (data as { readonly orderId: string }).orderId,
  amount: amount === 0 ? 50 : amount * 10,
  because: 'another price',
});

const figuresFor = (service: Mistake['service'], n: number): object => {
  if (service === 'payment-service') return { opening: 2_000 + n * 100 };
  return [{ unitPrice: 100 + n }, { onHand: 10 + n }, { onHand: 10 + n, unitPrice: 100 + n }][n % 3] ?? {};
};
