// The stock of one SKU as it is shown over HTTP.
import { Id, UnitPrice } from '@saga-lab/contracts/primitives';
import type { Resource } from '@saga-lab/platform/http/routes/read-routes';
import { z } from 'zod';
import { stock } from '../read-model/stock.ts';
import type { StockDocument } from '../read-model/stock.ts';

export const Count = z.int().min(0);

export const Stock = z.strictObject({
  sku: Id,
  onHand: Count.describe('Everything ever put on hand'),
  available: Count,
  reserved: Count,
  shipped: Count,
  unitPrice: UnitPrice.describe('Minor units'),
  version: z.int(),
});

export const stockItem: Resource<StockDocument, typeof Stock> = {
  name: 'stock of',
  path: '/stock',
  id: { sku: Id },
  item: Stock,
  show: ({ _id, status: _, ...counts }) => ({ sku: _id, ...counts }),
  projection: stock,
};
