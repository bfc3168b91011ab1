// What a customer of a simulation asks for.
import type { Request } from './ask.ts';
import { skusOf } from './clients.ts';
import type { Placed } from './clients.ts';
import type { Plan } from './plan.ts';

type OneOf = (aspect: string, most: number) => number;

/** What a customer orders; `oneOf`: 0 to `most`, each equally often. */
export const orderRequest = (
  { oneOf }: { readonly oneOf: OneOf },
  plan: Plan & { readonly protocols: readonly string[] },
  { customerId, key }: Placed,
): Request => ({
  method: 'post',
  path: '/orders',
  headers: { 'idempotency-key': key },
  body: {
    customerId,
    ...protocolOf(plan.protocols, oneOf),
    lines: skusOf(plan)
      .slice(0, 1 + oneOf('lines', plan.skus - 1))
      .map((sku) => ({ sku, quantity: 1 + oneOf(`pieces of ${sku}`, 2) })),
  },
});

/** Nothing is chosen where there is nothing to choose from. */
const protocolOf = (protocols: readonly string[], oneOf: OneOf) =>
  protocols.length === 0
    ? {}
    : { protocol: protocols[protocols.length === 1 ? 0 : oneOf('protocol', protocols.length - 1)] };
