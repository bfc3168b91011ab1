// The stock of one SKU: counts and the price of the day.
import { categories } from '@saga-lab/contracts/streams';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { nothing, refuse } from '@saga-lab/platform/decider/decider';
import type { Decision, NewEvent } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import type { Correction } from '@saga-lab/platform/decider/valid-time';

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
export interface Shelf {
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
        /** All that reserved something only since, too. */
        readonly undoneSince: boolean;
        readonly reason: string;
        readonly by: string;
      }
    >
  | NewEvent<
      'StockCorrected',
      Shelf & { readonly corrects: StockCorrection; readonly reason: string; readonly by: string }
    >
  | NewEvent<
      'UnitsReserved' | 'UnitsReleased' | 'UnitsShipped',
      { readonly orderId: string; readonly quantity: number }
    >;

export type StockCorrection = Correction<Partial<Shelf>>;

/** As it stands in a timeline (see `valid-time`), where a correction has only the figures that belong in its place. */
export type StockEventThen = StockEvent | NewEvent<'StockCorrected', Partial<Shelf>>;

/** The request of the operator `by` to have `onHand` pieces in all, from now on at `unitPrice`; only if it still has this `version`. */
export type PutStock = Message<
  'PutStock',
  Shelf & { readonly sku: string; readonly by: string; readonly version?: number }
>;

/** For people. */
export const named = (sku: string): string => `the stock of ${sku}`;

export const stockStream = (sku: string): string => streamOf(categories.stock, sku);

const unlisted = { onHand: 0, reserved: 0, shipped: 0, unitPrice: 0, version: 0 };

/** @throws Error if a count is impossible: some decision was wrong. */
export const evolveStock = (stock: Stock | undefined, event: StockEvent): Stock =>
  possible(counted(moved(stock ?? unlisted, event)));

/** What was so, as it is known now: if fewer pieces were there than were reserved, `available` is below zero. */
export const evolveStockThen = (stock: Stock | undefined, event: StockEventThen): Stock =>
  counted(moved(stock ?? unlisted, event));

type Counts = typeof unlisted;

const moved = (before: Counts, event: StockEventThen): Counts => {
  switch (event.type) {
    case 'StockAdjusted':
    case 'StockRestored':
    case 'StockCorrected':
      return { ...before, ...event.data };
    case 'UnitsReserved':
      return { ...before, reserved: before.reserved + event.data.quantity };
    case 'UnitsReleased':
      return { ...before, reserved: before.reserved - event.data.quantity };
    case 'UnitsShipped': {
      const { quantity } = event.data;
      return { ...before, reserved: before.reserved - quantity, shipped: before.shipped + quantity };
    }
    default:
      return unexpected(event);
  }
};

/** The stock with one event more. */
const counted = ({ onHand, reserved, shipped, unitPrice, version }: Counts): Stock => ({
  status: 'LISTED',
  onHand,
  available: onHand - reserved - shipped,
  reserved,
  shipped,
  unitPrice,
  version: version + 1,
});

const possible = (stock: Stock): Stock => {
  const { onHand, available, reserved, shipped, unitPrice } = stock;
  for (const count of [onHand, available, reserved, shipped, unitPrice])
    if (!Number.isSafeInteger(count) || count < 0) throw new Error(`impossible count of stock: ${count}`);
  return stock;
};

export const putStock = (stock: Stock | undefined, { data }: PutStock): Decision<StockEvent> => {
  const { sku, onHand, unitPrice, by } = data;
  const changed = changedMeanwhile(stock, data);
  if (changed !== undefined) return refuse('CHANGED_MEANWHILE', changed);
  if (stock?.onHand === onHand && stock.unitPrice === unitPrice) return nothing;
  const needed = stock ? stock.reserved + stock.shipped : 0;
  if (onHand < needed) return refuse('BELOW_RESERVED_AND_SHIPPED', belowNeeded(sku, needed));
  return {
    events: [{ stream: stockStream(sku), type: 'StockAdjusted', data: { onHand, unitPrice, by } }],
    messages: [],
  };
};

const changedMeanwhile = (
  stock: Stock | undefined,
  { sku, version }: PutStock['data'],
): string | undefined => {
  const now = stock?.version ?? 0;
  return version === undefined || version === now
    ? undefined
    : `${named(sku)} has version ${now} by now, and not ${version}`;
};

export const belowNeeded = (sku: string, needed: number): string =>
  `${needed} pieces of ${sku} are reserved or shipped: onHand may not be less`;
