// What one order holds of the stock: made, given back or shipped as a whole.
import { categories } from '@saga-lab/contracts/streams';
import { streamOf } from '@saga-lab/platform/decider/streams';
import type {
  ReleaseStock,
  ReserveStock,
  ShipStock,
  StockInsufficient,
  StockReleased,
  StockReserved,
  StockShipped,
} from '@saga-lab/contracts/inventory';
import type { PricedLine } from '@saga-lab/contracts/primitives';
import type { ParticipantDecision } from '@saga-lab/platform/decider/barrier';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import { stockStream } from './stock.ts';
import type { Stock, StockEvent } from './stock.ts';

export type Reservation =
  | { readonly status: 'RESERVED' | 'RELEASED' | 'SHIPPED'; readonly lines: readonly PricedLine[] }
  | {
      readonly status: 'INSUFFICIENT';
      readonly reason: StockInsufficient['data']['reason'];
      readonly sku: string;
    };

export type ReservationEvent =
  | NewEvent<'StockReserved', StockReserved['data']>
  | NewEvent<'StockInsufficient', StockInsufficient['data']>
  | NewEvent<'StockReleased', StockReleased['data']>
  | NewEvent<'StockShipped', StockShipped['data']>;

type ReservationDecision = ParticipantDecision<ReservationEvent | StockEvent>;

export const reservationStream = (orderId: string): string => streamOf(categories.reservation, orderId);

export const evolveReservation = (
  reservation: Reservation | undefined,
  event: ReservationEvent,
): Reservation => {
  switch (event.type) {
    case 'StockReserved':
      return { status: 'RESERVED', lines: event.data.lines };
    case 'StockInsufficient':
      return { status: 'INSUFFICIENT', reason: event.data.reason, sku: event.data.sku };
    case 'StockReleased':
      return { status: 'RELEASED', lines: reservedLines(reservation) };
    case 'StockShipped':
      return { status: 'SHIPPED', lines: reservedLines(reservation) };
    default:
      return unexpected(event);
  }
};

/** All lines or none, at the prices of this moment. */
export const reserveStock = (
  reservation: Reservation | undefined,
  stockOf: (sku: string) => Stock | undefined,
  { data: { orderId, lines } }: Pick<ReserveStock, 'data'>,
): ReservationDecision => {
  if (reservation) throw new Error(`order ${orderId} has a reservation already: ${reservation.status}`);
  const priced: PricedLine[] = [];
  for (const line of lines) {
    const stock = stockOf(line.sku);
    if (!stock) return insufficient({ orderId, reason: 'UNKNOWN_SKU', sku: line.sku });
    if (stock.available < line.quantity)
      return insufficient({ orderId, reason: 'OUT_OF_STOCK', sku: line.sku });
    priced.push({ ...line, unitPrice: stock.unitPrice });
  }
  return replied(
    { stream: reservationStream(orderId), type: 'StockReserved', data: { orderId, lines: priced } },
    moved('UnitsReserved', orderId, priced),
  );
};

/** The first of them, whichever it is that another order has. */
export const lockedByAnother = ({
  data: { orderId, lines },
}: Pick<ReserveStock, 'data'>): ReservationDecision =>
  insufficient({ orderId, reason: 'LOCKED', sku: lines[0]?.sku ?? '' });

const insufficient = (data: StockInsufficient['data']): ReservationDecision => {
  const type = 'StockInsufficient';
  return {
    events: [{ stream: reservationStream(data.orderId), type, data }],
    messages: [],
    reply: { type, data, refused: true },
  };
};

export const releaseStock = (
  reservation: Reservation | undefined,
  { data }: Pick<ReleaseStock, 'data'>,
): ReservationDecision => {
  const { orderId } = data;
  const lines = coveredBy(data.lines, reservedLines(reservation));
  return replied(
    { stream: reservationStream(orderId), type: 'StockReleased', data: { orderId } },
    moved('UnitsReleased', orderId, lines),
  );
};

/** Behind the pivot: it may not refuse. */
export const shipStock = (
  reservation: Reservation | undefined,
  { data }: Pick<ShipStock, 'data'>,
): ReservationDecision => {
  const { orderId } = data;
  const lines = coveredBy(data.lines, reservedLines(reservation));
  return replied(
    { stream: reservationStream(orderId), type: 'StockShipped', data: { orderId } },
    moved('UnitsShipped', orderId, lines),
  );
};

/** @throws Error if there is nothing on hold: the barrier lets nobody come here then. */
const reservedLines = (reservation: Reservation | undefined): readonly PricedLine[] => {
  if (reservation?.status !== 'RESERVED')
    throw new Error(`nothing is reserved: the reservation is ${reservation?.status ?? 'unknown'}`);
  return reservation.lines;
};

/** The message names the streams that were loaded, so it must name all that the reservation holds. */
const coveredBy = (
  named: readonly { sku: string }[],
  lines: readonly PricedLine[],
): readonly PricedLine[] => {
  const forgotten = lines.find((line) => !named.some(({ sku }) => sku === line.sku));
  if (forgotten) throw new Error(`${forgotten.sku} is reserved, but the message does not name it`);
  return lines;
};

const replied = (event: ReservationEvent, counts: readonly StockEvent[]): ReservationDecision => ({
  events: [event, ...counts],
  messages: [],
  reply: { type: event.type, data: event.data },
});

const moved = (
  type: 'UnitsReserved' | 'UnitsReleased' | 'UnitsShipped',
  orderId: string,
  lines: readonly PricedLine[],
): StockEvent[] =>
  lines.map(({ sku, quantity }) => ({ stream: stockStream(sku), type, data: { orderId, quantity } }));
