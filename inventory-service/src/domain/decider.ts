// Everything that the inventory service decides, behind the barrier.
import type { ReleaseStock, ReserveStock, ShipStock } from '@saga-lab/contracts/inventory';
import { andLocks, locksOf } from '@saga-lab/protocols/locks/locks';
import type { Locks } from '@saga-lab/protocols/locks/locks';
import { barrier } from '@saga-lab/platform/decider/barrier';
import type { Participant } from '@saga-lab/platform/decider/barrier';
import type { Decision } from '@saga-lab/platform/decider/decider';
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import { correctStock } from './correct.ts';
import type { CorrectStock } from './correct.ts';
import {
  evolveReservation,
  lockedByAnother,
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

const participant = (locks: Locks): Participant<State, Incoming, InventoryEvent> => ({
  streams: (message) =>
    isByOperator(message)
      ? [stockStream(message.data.sku)]
      : [
          home(message),
          ...message.data.lines.map(({ sku }) => stockStream(sku)),
          ...locks.streams(skusOf(message.data)),
        ],

  decide: (states, message) => {
    const stockOf = (sku: string) => asStock(states[stockStream(sku)]);
    const reservationOf = (orderId: string) => asReservation(states[reservationStream(orderId)]);
    const ended = <D extends Decision>(decision: D, { data }: ReleaseStock | ShipStock): D =>
      andLocks(decision, locks.givenBack(states, { orderId: data.orderId, things: skusOf(data) }));
    switch (message.type) {
      case 'PutStock':
        return putStock(stockOf(message.data.sku), message);
      case 'RestoreStock':
        return restoreStock(stockOf(message.data.sku), message);
      case 'CorrectStock':
        return correctStock(stockOf(message.data.sku), message);
      case 'ReserveStock': {
        const request = { orderId: message.data.orderId, things: skusOf(message.data) };
        if (!locks.isFree(states, request)) return lockedByAnother(message);
        const reserved = reserveStock(reservationOf(message.data.orderId), stockOf, message);
        return reserved.reply?.refused ? reserved : andLocks(reserved, locks.taken(request));
      }
      case 'ReleaseStock':
        return ended(releaseStock(reservationOf(message.data.orderId), message), message);
      case 'ShipStock':
        return ended(shipStock(reservationOf(message.data.orderId), message), message);
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
});

const skusOf = ({ lines }: ReserveStock['data'] | ReleaseStock['data']): readonly string[] =>
  lines.map(({ sku }) => sku);

/** `locks`: whether orders take beside each other, or one after the other. */
export const deciderWith = (locks: Locks) => barrier(participant(locks));

export const decider = deciderWith(locksOf('escrow'));
