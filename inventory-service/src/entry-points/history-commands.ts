// The commands of operators that are made of what the history of a SKU says.
import { firstOf } from '@saga-lab/platform/decider/refusals';
import type { CorrectCommand } from '@saga-lab/platform/http/routes/correction-route';
import type { RestoreCommand } from '@saga-lab/platform/http/routes/restore-route';
import type { StockDto } from '@saga-lab/contracts/dtos/inventory';
import type { CorrectStock } from '../domain/correct.ts';
import { stockHolds } from '../domain/restore.ts';
import type { RestoreStock } from '../domain/restore.ts';
import type { Stock, StockCorrection, StockEvent } from '../domain/stock.ts';
import { stockResource } from '../read-model/stock.ts';
import type { StockDocument } from '../read-model/stock.ts';

export const stockRestoring: RestoreCommand<Stock, StockEvent, StockDocument, typeof StockDto> = {
  resource: stockResource,
  rules: stockHolds,
  toMessage: ({ id: sku, by, body, state, held, undone, seen }) => ({
    type: 'RestoreStock',
    data: {
      sku,
      ...body,
      by,
      undone,
      seen,
      available: state.available,
      unitPrice: state.unitPrice,
      ...firstOf(held.map(({ orderId, amount }) => ({ orderId, quantity: amount }))),
    } satisfies RestoreStock['data'],
  }),
};

export const stockCorrecting: CorrectCommand<StockDocument, typeof StockDto> = {
  resource: stockResource,
  toMessage: ({ id: sku, after: { onHand, unitPrice }, corrects, ...asked }) => ({
    type: 'CorrectStock',
    data: {
      sku,
      ...asked,
      corrects: corrects as StockCorrection,
      after: { onHand, unitPrice },
    } satisfies CorrectStock['data'],
  }),
};
