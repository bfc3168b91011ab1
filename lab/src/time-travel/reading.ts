// A cut as the checker reads a system: what its lists would have shown, and the history behind that.
import type { Account, Order, Payment, Reservation, Saga, Stock } from '../client/documents.ts';
import type { Reading } from '../reader/reading.ts';
import type { Cut } from './cut.ts';
import { idsIn, readModelsAt } from './states.ts';

/** Nothing is known of dead letters: they do not say when they came. */
export const readingAt = ({ history }: Pick<Cut, 'history'>): Reading => {
  const ids = idsIn(history);
  const shown = readModelsAt({ history }, ids);
  return {
    ids,
    accounts: [...shown.accounts.values()] as Account[],
    stock: [...shown.stock.values()] as Stock[],
    orders: ids.orders.map((id) => ({
      id,
      order: shown.orders.get(id) as Order | undefined,
      saga: shown.sagas.get(id) as Saga | undefined,
      payment: shown.payments.get(id) as Payment | undefined,
      reservation: shown.reservations.get(id) as Reservation | undefined,
    })),
    history,
    deadLetters: [],
    tampering: { forged: [], losses: [], deadLetters: [], anyDeadLetter: true },
  };
};
