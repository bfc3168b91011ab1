// Everything that the inventory service decides, behind the barrier.
import type { ReleaseStock, ReserveStock, ShipStock } from '@saga-lab/contracts/inventory';
import { barrier } from '@saga-lab/platform/decider/barrier';
import type { Participant } from '@saga-lab/platform/decider/barrier';
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import { correctStock } from './correct.ts';
import type { CorrectStock } from './correct.ts';
import {
  evolveReservation,
  releaseStock,
  reservationStream,
  reserveStock,
  shipStock,
} from './reservation.ts';
import type { Reservation, ReservationEvent } from './reservation.ts';
import { restoreStock } from './restore.ts';
import type { RestoreStock } from './restore.ts';
import { evolveStock, putStock, stockStream } from './stock.ts';
import type { PutStock, Stock, StockEvent } from './stock.ts';

export type State = Stock | Reservation;
type ByOperator = PutStock | RestoreStock | CorrectStock;
type Incoming = ReserveStock | ReleaseStock | ShipStock | ByOperator;
export type InventoryEvent = StockEvent | ReservationEvent;

const home = ({ data: { orderId } }: Exclude<Incoming, ByOperator>): string => reservationStream(orderId);

const isByOperator = (message: Incoming): message is ByOperator => 'sku' in message.data;

/** The reply to a compensation that finds nothing to undo. */
const confirmedBy = { ReleaseStock: 'StockReleased' } as const;

export const asStock = (state: State | undefined): Stock | undefined =>
  state?.status === 'LISTED' ? state : undefined;

export const asReservation = (state: State | undefined): Reservation | undefined =>
  state?.status === 'LISTED' ? undefined : state;

const participant: Participant<State, Incoming, InventoryEvent> = {
  streams: (message) =>
    isByOperator(message)
      ? [stockStream(message.data.sku)]
      : [home(message), ...message.data.lines.map(({ sku }) => stockStream(sku))],

  decide: (states, message) => {
    const stockOf = (sku: string) => asStock(states[stockStream(sku)]);
    const reservationOf = (orderId: string) => asReservation(states[reservationStream(orderId)]);
    switch (message.type) {
      case 'PutStock':
        return putStock(stockOf(message.data.sku), message);
      case 'RestoreStock':
        return restoreStock(stockOf(message.data.sku), message);
      case 'CorrectStock':
        return correctStock(stockOf(message.data.sku), message);
      case 'ReserveStock':
        return reserveStock(reservationOf(message.data.orderId), stockOf, message);
      case 'ReleaseStock':
        return releaseStock(reservationOf(message.data.orderId), message);
      case 'ShipStock':
        return shipStock(reservationOf(message.data.orderId), message);
      default:
        return unexpected(message);
    }
  },

  evolve: (state, event) => {
    switch (event.type) {
      case 'StockAdjusted':
      case 'StockRestored':
      case 'StockCorrected':
      case 'UnitsReserved':
      case 'UnitsReleased':
      case 'UnitsShipped':
        return evolveStock(asStock(state), event);
      case 'StockReserved':
      case 'StockInsufficient':
      case 'StockReleased':
      case 'StockShipped':
        return evolveReservation(asReservation(state), event);
      default:
        return unexpected(event);
    }
  },

  wants: () => false,
  home,
  nothingToUndo: ({ type, data: { orderId } }) => ({ type: confirmedBy[type], data: { orderId } }),
};

export const decider = barrier(participant);
