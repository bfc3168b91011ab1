// The counts of every SKU, for reading.
import { StockDto } from '@saga-lab/contracts/dtos/inventory';
import { categories } from '@saga-lab/contracts/streams';
import { Id } from '@saga-lab/contracts/primitives';
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import type { Projection } from '@saga-lab/platform/views/projection';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import { stockCorrections } from '../domain/correct.ts';
import { evolveStock, evolveStockThen } from '../domain/stock.ts';
import type { Stock, StockEvent, StockEventThen } from '../domain/stock.ts';

export type StockDocument = ViewDocument & Stock;

export const stock = {
  view: 'stock',
  category: categories.stock,
  apply: (document: StockDocument | undefined, event: RecordedEvent) =>
    evolveStock(document, event as StockEvent),
} satisfies Projection<StockDocument>;

const stockThen = {
  ...stock,
  apply: (document: StockDocument | undefined, event: RecordedEvent) =>
    evolveStockThen(document, event as StockEventThen),
} satisfies Projection<StockDocument>;

export const stockResource = {
  name: 'stock of',
  path: '/stock',
  id: { sku: Id },
  item: StockDto,
  show: ({ _id, status: _, ...counts }: StockDocument): StockDto => ({ sku: _id, ...counts }),
  projection: stock,
  corrections: { rules: stockCorrections, projection: stockThen },
};
