// Which orders a rollback undoes: all that had not ended at the moment, as a database undoes what was not committed at it.
// Source: C. Mohan et al., ARIES, ACM TODS 17(1), 1992: what had not ended at the point of recovery is undone as a whole.
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import type { ReservationDto } from '@saga-lab/contracts/dtos/inventory';
import type { PaymentDto } from '@saga-lab/contracts/dtos/payment';
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import { participantNames } from '@saga-lab/protocols/parties';
import type { OrderFacts } from '../checker/facts.ts';
import type { History } from '../checker/history.ts';
import { isUnder } from '../checker/protocols.ts';
import { isSettled as hasHeard, waitsOf } from '../checker/undecided.ts';
import { hasEnded } from '../client/documents.ts';
import { isOverUnderProtocol } from '../retention/forgettable.ts';
import type { Cut } from '../time-travel/cut.ts';
import { readModelsAt } from '../time-travel/states.ts';

/**
 * Of a saga: `abort`: its steps are compensated. `wait`: it is being undone, or has not begun. `person`: it is PARKED. `forward`: the
 * pivot is sent, so it ends first. Of an order under another protocol: `undecided`: its services decide about it, and it ends first.
 * Of both: `acts`: it has ended, and acts give back what it took. `nothing`: nothing is left of it.
 */
export type Way = 'abort' | 'wait' | 'person' | 'forward' | 'undecided' | 'acts' | 'nothing';

export interface UndoneOrder {
  /** Its id, which is that of its saga as well. */
  readonly order: string;
  readonly protocol: string;
  /** Its status at the moment; nothing if it had not begun. */
  readonly then: string | undefined;
  readonly now: string;
  readonly way: Way;
  readonly lines: OrderDto['lines'];
  /** Of the order, as its customer knows it now. */
  readonly status: OrderDto['status'];
  /** Whether its pieces went out. */
  readonly shipped: boolean;
}

const SAGA = 'saga';

/** What every list says of one order, and the history behind that. */
interface Known extends OrderFacts {
  readonly history: History;
}

const listsIn = (history: History) => ({ history, ...readModelsAt({ history }) });
type Lists = ReturnType<typeof listsIn>;

const knownOf = ({ history, orders, sagas, reservations, payments }: Lists, id: string): Known => ({
  id,
  history,
  order: orders.get(id) as OrderDto | undefined,
  saga: sagas.get(id) as SagaDto | undefined,
  reservation: reservations.get(id) as ReservationDto | undefined,
  payment: payments.get(id) as PaymentDto | undefined,
});

/** By the order in which their ids sort. */
export const ordersToUndo = (cut: Cut): readonly UndoneOrder[] => {
  const then = listsIn(cut.history);
  const now = listsIn(cut.whole);
  return [...now.orders].flatMap(([id, order]) => {
    const { lines, protocol, status } = order as OrderDto;
    const [before, after] = [knownOf(then, id), knownOf(now, id)];
    if (isOver(before)) return [];
    return [
      {
        order: id,
        protocol,
        then: statusOf(before),
        now: statusOf(after) ?? 'not begun',
        way: wayOf(after),
        lines,
        status,
        shipped: hasShipped(after),
      },
    ];
  });
};

/** How many orders had ended at the moment. */
export const endedBy = (cut: Cut): number => {
  const then = listsIn(cut.history);
  return [...then.orders.keys()].filter((id) => isOver(knownOf(then, id))).length;
};

const isOfSaga = ({ order }: Known): boolean => (order?.protocol ?? SAGA) === SAGA;

const statusOf = (known: Known): string | undefined =>
  isOfSaga(known) ? known.saga?.status : known.order?.status;

const isOver = (known: Known): boolean =>
  isOfSaga(known) ? known.saga !== undefined && hasEnded(known.saga) : isSettled(known);

/**
 * Nobody waits for the end of an order of another protocol, and nobody will yet take anything for it: all who take something have
 * written down how it ended, or it is over for whoever asks them. How it ended at each of them, and whether that is the same, is not asked.
 */
const isSettled = (known: Known): boolean => {
  if (!isUnder(known) || waitsOf(known, known).length > 0) return false;
  return takers.every((at) => hasHeard(known, known, at)) || isOverUnderProtocol(known.history, known.id);
};

const takers = participantNames.filter((name) => name !== 'order-service');

/** Of an order that was damaged, half or split one service may have kept something that another one has given back. */
const wayOf = (known: Known): Way => {
  if (isOfSaga(known)) return known.saga ? wayOfSaga(known.saga) : 'wait';
  if (!isSettled(known)) return 'undecided';
  return hasShipped(known) || known.payment?.status === 'CHARGED' ? 'acts' : 'nothing';
};

const hasShipped = ({ reservation }: Known): boolean => reservation?.status === 'SHIPPED';

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

export const isOpenYet = ({ way }: UndoneOrder): boolean => way !== 'acts' && way !== 'nothing';
