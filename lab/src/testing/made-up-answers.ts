// What services could answer about one order that nobody placed.
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import type { AccountDto } from '@saga-lab/contracts/dtos/payment';
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import type { SagaStatus } from '@saga-lab/contracts/saga';

const startedAt = '2026-01-01T00:00:00.000Z';

/** A saga as it is shown, with nothing to say about what is done and left. */
export const sagaThatIs = (sagaId: string, status: SagaStatus, parts: Partial<SagaDto> = {}): SagaDto => ({
  sagaId,
  saga: 'order-fulfilment',
  status,
  startedAt,
  updatedAt: startedAt,
  done: [],
  left: [],
  undoneIfAbortedNow: [],
  cannotBeUndone: [],
  version: 1,
  ...parts,
});

/** An order that has come to its end. */
export const approved: OrderDto = {
  orderId: 'o1',
  customerId: 'ada',
  lines: [{ sku: 'lamp', quantity: 2 }],
  placedAt: '2026-01-01T00:00:00.000Z',
  status: 'APPROVED',
  protocol: 'saga',
  cancelRequested: false,
  total: 600,
  version: 4,
};

/** Who paid for it. */
export const spent: AccountDto = {
  customerId: 'ada',
  opening: 1000,
  balance: 400,
  charged: 600,
  refunded: 0,
  held: 0,
  version: 2,
};
