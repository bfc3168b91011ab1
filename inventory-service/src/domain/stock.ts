// The stock of one SKU: counts and the price of the day.
import { categories } from '@saga-lab/contracts/streams';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { nothing, refuse } from '@saga-lab/platform/decider/decider';
import type { Decision, NewEvent } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import { unexpected } from '@saga-lab/platform/decider/unexpected';

/** Pieces; `unitPrice` in minor units. Always available + reserved + shipped = onHand, and none is below zero. */
export interface Stock {
  readonly status: 'LISTED';
  /** Everything ever put on hand, what was shipped since included. */
  readonly onHand: number;
  readonly available: number;
  readonly reserved: number;
  readonly shipped: number;
  readonly unitPrice: number;
  /** Of its last event. */
  readonly version: number;
}

/** Pieces ever put on hand, and the price of one in minor units. */
interface Shelf {
  readonly onHand: number;
  readonly unitPrice: number;
}

export type StockEvent =
  | NewEvent<'StockAdjusted', Shelf & { readonly by: string }>
  | NewEvent<
      'StockRestored',
      Shelf & {
        readonly toVersion: number;
        /** Orders that this takes back as a whole. */
        readonly undone: readonly string[];
        readonly reason: string;
        readonly by: string;
      }
    >
  | NewEvent<
      'UnitsReserved' | 'UnitsReleased' | 'UnitsShipped',
      { readonly orderId: string; readonly quantity: number }
    >;

/** The request of the operator `by` to have `onHand` pieces in all, from now on at `unitPrice`. */
export type PutStock = Message<'PutStock', Shelf & { readonly sku: string; readonly by: string }>;

export const stockStream = (sku: string): string => streamOf(categories.stock, sku);

const unlisted = { onHand: 0, reserved: 0, shipped: 0, unitPrice: 0, version: 0 };

export const evolveStock = (stock: Stock | undefined, event: StockEvent): Stock => {
  const before = stock ?? unlisted;
  switch (event.type) {
    case 'StockAdjusted':
    case 'StockRestored':
      return counted({ ...before, ...event.data });
    case 'UnitsReserved':
      return counted({ ...before, reserved: before.reserved + event.data.quantity });
    case 'UnitsReleased':
      return counted({ ...before, reserved: before.reserved - event.data.quantity });
    case 'UnitsShipped': {
      const { quantity } = event.data;
      return counted({ ...before, reserved: before.reserved - quantity, shipped: before.shipped + quantity });
    }
    default:
      return unexpected(event);
  }
};

/** The stock with one event more. @throws Error if a count is impossible: some decision was wrong. */
const counted = ({ onHand, reserved, shipped, unitPrice, version }: typeof unlisted): Stock => {
  const available = onHand - reserved - shipped;
  for (const count of [onHand, available, reserved, shipped, unitPrice])
    if (!Number.isSafeInteger(count) || count < 0) throw new Error(`impossible count of stock: ${count}`);
  return { status: 'LISTED', onHand, available, reserved, shipped, unitPrice, version: version + 1 };
};

export const putStock = (
  stock: Stock | undefined,
  { data: { sku, onHand, unitPrice, by } }: PutStock,
): Decision<StockEvent> => {
  if (stock?.onHand === onHand && stock.unitPrice === unitPrice) return nothing;
  const needed = stock ? stock.reserved + stock.shipped : 0;
  if (onHand < needed) return refuse('BELOW_RESERVED_AND_SHIPPED', belowNeeded(sku, needed));
  return {
    events: [{ stream: stockStream(sku), type: 'StockAdjusted', data: { onHand, unitPrice, by } }],
    messages: [],
  };
};

const belowNeeded = (sku: string, needed: number): string =>
  `${needed} pieces of ${sku} are reserved or shipped: onHand may not be less`;
