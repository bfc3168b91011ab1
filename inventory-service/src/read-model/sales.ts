// What was sold of every SKU on each day: pieces that were shipped, at the prices at which they were reserved.
import { SalesDto } from '@saga-lab/contracts/dtos/inventory';
import { Id } from '@saga-lab/contracts/primitives';
import { categories } from '@saga-lab/contracts/streams';
import type { DatedEvent } from '@saga-lab/platform/decider/decider';
import type { Projection, RowDocument } from '@saga-lab/platform/views/projection';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import { evolveStock } from '../domain/stock.ts';
import type { Stock, StockEvent } from '../domain/stock.ts';

/** Of one day, by UTC. */
interface Sold {
  readonly day: string;
  readonly orders: number;
  readonly pieces: number;
  /** Minor units. */
  readonly amount: number;
}

/** The stock, the price of what each running order holds, and what was sold on the last day on which something was. */
export type SalesDocument = ViewDocument & Stock & { readonly held: readonly Held[]; readonly sold?: Sold };

interface Held {
  readonly orderId: string;
  readonly unitPrice: number;
}

export type SalesRow = RowDocument & Sold;

export const sales = {
  view: 'sales',
  category: categories.stock,
  mayLagMs: 1_000,
  apply: (document: SalesDocument | undefined, dated: DatedEvent) => {
    const event = dated as DatedEvent & StockEvent;
    const stock = evolveStock(document, event);
    const { held = [], sold } = document ?? {};
    const kept = { ...stock, held, ...(sold && { sold }) };
    switch (event.type) {
      case 'UnitsReserved':
        return { ...kept, held: [...held, { orderId: event.data.orderId, unitPrice: stock.unitPrice }] };
      case 'UnitsReleased':
        return { ...kept, held: without(held, event.data.orderId) };
      case 'UnitsShipped': {
        const { orderId, quantity } = event.data;
        const price = priceOf(held, orderId) ?? stock.unitPrice;
        const before = soldOn(dayOf(dated.at), sold);
        return { ...kept, held: without(held, orderId), sold: soldToo(before, quantity, price) };
      }
      default:
        return kept;
    }
  },
  // Time runs forward in a stream, so a day that is over stays as it is.
  rows: ({ sold }: SalesDocument, { type }: DatedEvent) =>
    type === 'UnitsShipped' && sold ? [{ key: sold.day, content: { ...sold } }] : [],
} satisfies Projection<SalesDocument>;

const without = (held: readonly Held[], orderId: string): readonly Held[] =>
  held.filter((one) => one.orderId !== orderId);

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const priceOf = (held: readonly Held[], orderId: string): number | undefined =>
  held.find((one) => one.orderId === orderId)?.unitPrice;

const soldOn = (day: string, last: Sold | undefined): Sold =>
  last?.day === day ? last : { day, orders: 0, pieces: 0, amount: 0 };

const soldToo = ({ day, orders, pieces, amount }: Sold, quantity: number, unitPrice: number): Sold => ({
  day,
  orders: orders + 1,
  pieces: pieces + quantity,
  amount: amount + quantity * unitPrice,
});

export const salesResource = {
  path: '/sales',
  summary: 'What was sold of each SKU on each day',
  filters: { sku: Id.optional(), day: SalesDto.shape.day.optional() },
  /** Fields of the request as rows have them. */
  fields: { sku: 'of', day: 'day' },
  item: SalesDto,
  show: ({ of: sku, day, orders, pieces, amount, version }: SalesRow): SalesDto => ({
    sku,
    day,
    orders,
    pieces,
    amount,
    version,
  }),
  projection: sales,
};
