// Which orders a rollback undoes: all that had not ended at the moment, as a database undoes what was not committed at it.
// Source: C. Mohan et al., ARIES, ACM TODS 17(1), 1992: what had not ended at the point of recovery is undone as a whole.
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import type { ReservationDto } from '@saga-lab/contracts/dtos/inventory';
import type { PaymentDto } from '@saga-lab/contracts/dtos/payment';
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import type { Rebuilt } from '../checker/facts.ts';
import { hasEnded } from '../client/documents.ts';
import type { Cut } from '../time-travel/cut.ts';
import { readModelsAt } from '../time-travel/states.ts';

/**
 * Of a saga: `abort`: its steps are compensated. `wait`: it is being undone, or has not begun. `person`: it is PARKED. `forward`: the
 * pivot is sent, so it ends first. Of an order under another protocol: `undecided`: its services decide about it, and it ends first.
 * Of both: `acts`: it is completed, and acts give back what it took. `nothing`: it is undone already.
 */
export type Way = 'abort' | 'wait' | 'person' | 'forward' | 'undecided' | 'acts' | 'nothing';

export interface UndoneSaga {
  /** Of the order as well. */
  readonly saga: string;
  readonly protocol: string;
  /** Its status at the moment; nothing if it had not begun. */
  readonly then: string | undefined;
  readonly now: string;
  readonly way: Way;
  readonly lines: OrderDto['lines'];
}

const SAGA = 'saga';

/** What every list says of one order. */
interface Known {
  readonly order: OrderDto | undefined;
  readonly saga: SagaDto | undefined;
  readonly reservation: ReservationDto | undefined;
  readonly payment: PaymentDto | undefined;
}

const knownOf = ({ orders, sagas, reservations, payments }: Rebuilt, id: string): Known => ({
  order: orders.get(id) as OrderDto | undefined,
  saga: sagas.get(id) as SagaDto | undefined,
  reservation: reservations.get(id) as ReservationDto | undefined,
  payment: payments.get(id) as PaymentDto | undefined,
});

/** By the order in which their ids sort. */
export const sagasToUndo = (cut: Cut): readonly UndoneSaga[] => {
  const then = readModelsAt(cut);
  const now = readModelsAt({ history: cut.whole });
  return [...now.orders].flatMap(([id, order]) => {
    const { lines, protocol } = order as OrderDto;
    const [before, after] = [knownOf(then, id), knownOf(now, id)];
    if (isOver(before)) return [];
    return [
      {
        saga: id,
        protocol,
        then: statusOf(before),
        now: statusOf(after) ?? 'not begun',
        way: wayOf(after),
        lines,
      },
    ];
  });
};

/** How many orders had ended at the moment. */
export const endedBy = (cut: Cut): number => {
  const then = readModelsAt(cut);
  return [...then.orders.keys()].filter((id) => isOver(knownOf(then, id))).length;
};

const isOfSaga = ({ order }: Known): boolean => (order?.protocol ?? SAGA) === SAGA;

const statusOf = (known: Known): string | undefined =>
  isOfSaga(known) ? known.saga?.status : known.order?.status;

const isOver = (known: Known): boolean =>
  isOfSaga(known) ? known.saga !== undefined && hasEnded(known.saga) : isSettled(known);

/** What an order of another protocol took has become its customer's at all services, or nothing is left of it at any. */
const isSettled = ({ order, reservation, payment }: Known): boolean => {
  const open = [reservation?.status, payment?.status];
  switch (order?.status) {
    case 'APPROVED':
      return open.every((status) => status === 'SHIPPED' || status === 'CHARGED');
    case 'REJECTED':
      return !open.some((status) => status === 'RESERVED' || status === 'HELD' || status === 'CHARGED');
    default:
      return false;
  }
};

const wayOf = (known: Known): Way => {
  if (isOfSaga(known)) return known.saga ? wayOfSaga(known.saga) : 'wait';
  if (!isSettled(known)) return 'undecided';
  return known.order?.status === 'APPROVED' ? 'acts' : 'nothing';
};

const wayOfSaga = ({ status, undoneIfAbortedNow }: SagaDto): Way => {
  switch (status) {
    case 'COMPLETED':
      return 'acts';
    case 'COMPENSATED':
      return 'nothing';
    case 'PARKED':
      return 'person';
    case 'COMPENSATING':
      return 'wait';
    case 'RUNNING':
      return undoneIfAbortedNow.length > 0 ? 'abort' : 'forward';
    default:
      return status satisfies never;
  }
};

export const isOpenYet = ({ way }: UndoneSaga): boolean => way !== 'acts' && way !== 'nothing';
