// The counts of every SKU, for reading.
import { StockDto } from '@saga-lab/contracts/dtos/inventory';
import { categories } from '@saga-lab/contracts/streams';
import { Id } from '@saga-lab/contracts/primitives';
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import type { Fold, Projection, RowDocument } from '@saga-lab/platform/views/projection';
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

/** The read model whose rows say how the stock was after each event. */
export const STOCK_CARDS = 'stock-cards';

type Counts = Pick<Stock, 'onHand' | 'available' | 'reserved' | 'shipped' | 'unitPrice'>;

const asOfRow = (row: RowDocument): Fold<StockDocument> => {
  const { of: _id, version, at, ...line } = row as RowDocument & Counts & { readonly at: string };
  const { onHand, available, reserved, shipped, unitPrice } = line;
  const counts = { onHand, available, reserved, shipped, unitPrice };
  return { version, at: Date.parse(at), document: { status: 'LISTED', ...counts, version, _id } };
};

export const stockResource = {
  name: 'stock of',
  path: '/stock',
  id: { sku: Id },
  item: StockDto,
  show: ({ _id, status: _, ...counts }: StockDocument): StockDto => ({ sku: _id, ...counts }),
  projection: stock,
  milestones: { view: STOCK_CARDS, foldOf: asOfRow },
  corrections: { rules: stockCorrections, projection: stockThen },
};
