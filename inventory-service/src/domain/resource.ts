// The pieces on the shelves as something that any commit protocol can hold: the saga's own reservations, whole.
import type { PricedLine } from '@saga-lab/contracts/primitives';
import type { States } from '@saga-lab/platform/decider/decider';
import type { Resource } from '@saga-lab/platform/decider/resource';
import { wantedOf } from '@saga-lab/protocols/terms';
import type { Terms, Wanted } from '@saga-lab/protocols/terms';
import { asReservation, asStock } from './decider.ts';
import type { InventoryEvent, State } from './decider.ts';
import { releaseStock, reservationStream, reserveStock, shipStock } from './reservation.ts';
import { stockStream } from './stock.ts';

const reservationOf = (states: States<State>, { orderId }: Wanted) =>
  asReservation(states[reservationStream(orderId)]);

/** What reserving all of it now would come to. */
const reserving = (states: States<State>, wanted: Wanted) => {
  const { orderId } = wanted;
  const lines = wanted.lines.map(({ sku, quantity }) => ({ sku, quantity }));
  return reserveStock(reservationOf(states, wanted), (sku) => asStock(states[stockStream(sku)]), {
    data: { orderId, lines },
  });
};

export const pieces: Resource<State, InventoryEvent, Wanted, Terms> = {
  home: reservationStream,

  streams: ({ orderId, lines }) => [reservationStream(orderId), ...lines.map(({ sku }) => stockStream(sku))],

  quote: (states, wanted) => {
    const [first] = reserving(states, wanted).events;
    if (first?.type !== 'StockReserved') return unavailable(first);
    const { lines } = first.data;
    return { ok: true, terms: { ...wantedOf(wanted), lines, amount: amountOf(lines) } };
  },

  hold: (states, terms) => {
    const { events } = reserving(states, terms);
    const [first] = events;
    if (first?.type !== 'StockReserved') return unavailable(first);
    return isAsQuoted(first.data.lines, terms)
      ? { ok: true, events }
      : { ok: false, reason: 'PRICE_CHANGED' };
  },

  confirm: (states, terms) => shipStock(reservationOf(states, terms), { data: terms }).events,

  release: (states, { wanted }) => {
    const reservation = reservationOf(states, wanted);
    return reservation?.status === 'RESERVED' ? releaseStock(reservation, { data: wanted }).events : [];
  },
};

/** Its refusal is an event of the saga; here it is only said, because nothing was promised to anybody. */
const unavailable = (event: InventoryEvent | undefined) => {
  if (event?.type !== 'StockInsufficient') throw new Error('reserving stock came to no end');
  return { ok: false, reason: event.data.reason } as const;
};

const amountOf = (lines: readonly PricedLine[]): number =>
  lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);

const isAsQuoted = (now: readonly PricedLine[], { lines }: Terms): boolean =>
  now.every(({ sku, unitPrice }) => lines.some((line) => line.sku === sku && line.unitPrice === unitPrice));
