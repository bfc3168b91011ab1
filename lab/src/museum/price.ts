// What a scene cost, counted from what became durable in it.
import { receiversOf } from '../checker/receivers.ts';
import { orderOf } from '../show/protocol-words.ts';
import { eventsOf } from './acts.ts';
import type { Played } from './stage.ts';

export interface Price {
  /** Copies, one for each receiver; of all orders together. */
  readonly messages: number;
  /** How long stock and money were on hold, in sum, in milliseconds; until the end of the scene where that did not end. */
  readonly heldMs: number;
  /** Orders that were rejected for want of pieces, money or a lock. */
  readonly refused: number;
}

const begins = ['StockReserved', 'PaymentHeld'];
const ends: Readonly<Record<string, readonly string[]>> = {
  StockReserved: ['StockReleased', 'StockShipped'],
  PaymentHeld: ['PaymentReleased', 'PaymentCharged'],
};

const AWAY = /^(OUT_OF_STOCK|INSUFFICIENT_FUNDS|LOCKED)$/;

export const costOf = (played: Played, orders: readonly string[]): Price => ({
  messages: orders.reduce((sum, id) => sum + messagesOf(played, id), 0),
  heldMs: Math.round(orders.reduce((sum, id) => sum + heldMs(played, id), 0)),
  refused: orders.filter((id) => isRefused(played, id)).length,
});

const messagesOf = ({ durable }: Played, id: string): number =>
  durable
    .filter(({ commit }) => orderOf(commit) === id)
    .flatMap(({ commit }) => commit.outbox.filter(({ notBefore }) => notBefore === undefined))
    .flatMap(receiversOf).length;

const heldMs = ({ durable, tookMs }: Played, id: string): number => {
  const events = eventsOf(durable, id);
  return events
    .filter(({ type }) => begins.includes(type))
    .reduce((sum, { type, at }) => {
      const end = events.find((event) => event.at >= at && ends[type]?.includes(event.type));
      return sum + (end?.at ?? tookMs) - at;
    }, 0);
};

const isRefused = ({ durable }: Played, id: string): boolean =>
  eventsOf(durable, id).some(
    ({ type, data }) =>
      type === 'OrderRejected' && AWAY.test((data as { readonly reason?: string }).reason ?? ''),
  );
