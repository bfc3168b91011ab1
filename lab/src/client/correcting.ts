// A visitor who corrects what the history says of stock and accounts.
import { randomUUID } from 'node:crypto';
import type { AccountCorrectionRequest, StockCorrectionRequest } from '@saga-lab/contracts/corrections';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Answers } from './answers.ts';

export const correcting = ({ must }: Answers) => {
  const correct = (service: ServiceName, path: string, body: object, key: string = randomUUID()) =>
    must(service, { method: 'post', path: `${path}/corrections`, body, headers: { 'idempotency-key': key } });
  return {
    /** The same `key` again: nothing is done again. */
    correctStock: (sku: string, request: StockCorrectionRequest, key?: string) =>
      correct('inventory-service', `/stock/${sku}`, request, key),
    correctAccount: (customerId: string, request: AccountCorrectionRequest, key?: string) =>
      correct('payment-service', `/accounts/${customerId}`, request, key),
  };
};
