// The stock card of every SKU: each movement with its order, and where the pieces are after it.
import { StockCardLineDto } from '@saga-lab/contracts/dtos/inventory';
import { categories } from '@saga-lab/contracts/streams';
import { correctionLine } from '@saga-lab/platform/decider/valid-time';
import type { DatedEvent } from '@saga-lab/platform/decider/decider';
import type { Projection, RowDocument } from '@saga-lab/platform/views/projection';
import { lineKey } from '@saga-lab/platform/views/projection';
import { evolveStock } from '../domain/stock.ts';
import type { StockEvent } from '../domain/stock.ts';
import { STOCK_CARDS, stockResource } from './stock.ts';
import type { StockDocument } from './stock.ts';

type Line = Omit<StockCardLineDto, 'version'>;
export type StockCardLine = RowDocument & Line;

export const stockCards = {
  view: STOCK_CARDS,
  category: categories.stock,
  mayLagMs: 1_000,
  apply: (document: StockDocument | undefined, event: DatedEvent) =>
    evolveStock(document, event as DatedEvent & StockEvent),
  rows: ({ onHand, available, reserved, shipped, unitPrice }: StockDocument, dated: DatedEvent) => {
    const event = dated as DatedEvent & StockEvent;
    const counts = { onHand, available, reserved, shipped, unitPrice };
    const at = new Date(dated.at).toISOString();
    const content: Line = { at, type: event.type, ...movedBy(event), ...counts };
    return [{ key: lineKey(dated.version), content: { ...content } }];
  },
} satisfies Projection<StockDocument>;

const movedBy = ({ data }: StockEvent): Partial<Line> => {
  if ('corrects' in data) return correctionLine(data.corrects);
  return 'orderId' in data ? { orderId: data.orderId, quantity: data.quantity } : {};
};

export const stockCardResource = {
  name: stockResource.name,
  path: `${stockResource.path}/:sku/card`,
  summary: 'Every movement of the stock with its order, and the counts after it, oldest first',
  id: stockResource.id,
  item: StockCardLineDto,
  show: ({ _id, of: _of, kind: _kind, ...line }: StockCardLine): StockCardLineDto => line,
  projection: stockCards,
};
