// A cut as the checker reads a system: what its lists would have shown, and the history behind that.
import type { ReservationDto, StockDto } from '@saga-lab/contracts/dtos/inventory';
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import type { AccountDto, PaymentDto } from '@saga-lab/contracts/dtos/payment';
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import type { Reading } from '../reader/reading.ts';
import type { Cut } from './cut.ts';
import { idsIn, readModelsAt } from './states.ts';

/** Nothing is known of dead letters: they do not say when they came. */
export const readingAt = ({ history }: Pick<Cut, 'history'>): Reading => {
  const ids = idsIn(history);
  const shown = readModelsAt({ history }, ids);
  return {
    ids,
    accounts: [...shown.accounts.values()] as AccountDto[],
    stock: [...shown.stock.values()] as StockDto[],
    orders: ids.orders.map((id) => ({
      id,
      order: shown.orders.get(id) as OrderDto | undefined,
      saga: shown.sagas.get(id) as SagaDto | undefined,
      payment: shown.payments.get(id) as PaymentDto | undefined,
      reservation: shown.reservations.get(id) as ReservationDto | undefined,
    })),
    history,
    deadLetters: [],
    tampering: { forged: [], losses: [], deadLetters: [], anyDeadLetter: true },
  };
};
