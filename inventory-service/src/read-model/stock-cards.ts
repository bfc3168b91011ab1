// The stock card of every SKU: each movement with its order, and where the pieces are after it.
import { StockCardLineDto } from '@saga-lab/contracts/dtos/inventory';
import { categories } from '@saga-lab/contracts/streams';
import type { DatedEvent, Projection, RowDocument } from '@saga-lab/platform/views/projection';
import { lineKey } from '@saga-lab/platform/views/projection';
import { evolveStock } from '../domain/stock.ts';
import type { StockEvent } from '../domain/stock.ts';
import { stockResource } from './stock.ts';
import type { StockDocument } from './stock.ts';

type Line = Omit<StockCardLineDto, 'version'>;
export type StockCardLine = RowDocument & Line;

export const stockCards = {
  view: 'stock-cards',
  category: categories.stock,
  apply: (document: StockDocument | undefined, event: DatedEvent) =>
    evolveStock(document, event as DatedEvent & StockEvent),
  rows: ({ onHand, available, reserved, shipped, unitPrice }: StockDocument, dated: DatedEvent) => {
    const { type, data } = dated as DatedEvent & StockEvent;
    const moved = 'orderId' in data ? { orderId: data.orderId, quantity: data.quantity } : {};
    const counts = { onHand, available, reserved, shipped, unitPrice };
    const content: Line = { at: new Date(dated.at).toISOString(), type, ...moved, ...counts };
    return [{ key: lineKey(dated.version), content: { ...content } }];
  },
} satisfies Projection<StockDocument>;

export const stockCardResource = {
  name: stockResource.name,
  path: `${stockResource.path}/:sku/card`,
  summary: 'Every movement of the stock with its order, and the counts after it, oldest first',
  id: stockResource.id,
  item: StockCardLineDto,
  show: ({ _id, of: _of, kind: _kind, ...line }: StockCardLine): StockCardLineDto => line,
  projection: stockCards,
};
