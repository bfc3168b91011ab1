// A visitor who brings stock and accounts back to what they were.
import { randomUUID } from 'node:crypto';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Answers } from './answers.ts';

/** To which version, why, and the Idempotency-Key; `undone`: orders that are taken back as a whole. */
export interface BackTo {
  readonly toVersion: number;
  readonly reason: string;
  readonly key?: string;
  readonly undone?: readonly string[];
}

export const restoring = ({ must }: Answers) => {
  const restore = (service: ServiceName, path: string, { key = randomUUID(), ...body }: BackTo) =>
    must(service, { method: 'post', path: `${path}/restore`, body, headers: { 'idempotency-key': key } });
  return {
    restoreStock: (sku: string, back: BackTo) => restore('inventory-service', `/stock/${sku}`, back),
    restoreAccount: (customerId: string, back: BackTo) =>
      restore('payment-service', `/accounts/${customerId}`, back),
  };
};
