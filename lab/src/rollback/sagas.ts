// Which sagas a rollback undoes: all that had not ended at the moment, as a database undoes what was not committed at it.
// Source: C. Mohan et al., ARIES, ACM TODS 17(1), 1992: what had not ended at the point of recovery is undone as a whole.
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import { hasEnded } from '../client/documents.ts';
import type { Cut } from '../time-travel/cut.ts';
import { readModelsAt } from '../time-travel/states.ts';

/**
 * `abort`: its steps are compensated. `wait`: it is being undone, or has not begun. `person`: it is PARKED. `forward`: the pivot is
 * sent, so it ends first. `acts`: it is completed, and acts give back what it took. `nothing`: it is undone already.
 */
export type Way = 'abort' | 'wait' | 'person' | 'forward' | 'acts' | 'nothing';

export interface UndoneSaga {
  readonly saga: string;
  /** Its status at the moment; nothing if it had not begun. */
  readonly then: string | undefined;
  readonly now: string;
  readonly way: Way;
  readonly lines: OrderDto['lines'];
}

const SAGA = 'saga';

/**
 * By the order in which their ids sort. Orders under other protocols are left as they are: what they took since stands in the way of
 * what is brought back, and is named there.
 */
export const sagasToUndo = (cut: Cut): readonly UndoneSaga[] => {
  const then = readModelsAt(cut);
  const now = readModelsAt({ history: cut.whole });
  return [...now.orders].flatMap(([id, order]) => {
    const before = then.sagas.get(id) as SagaDto | undefined;
    if (before && hasEnded(before)) return [];
    const saga = now.sagas.get(id) as SagaDto | undefined;
    const { lines, protocol } = order as OrderDto;
    if (protocol !== SAGA) return [];
    return [
      {
        saga: id,
        then: before?.status,
        now: saga?.status ?? 'not begun',
        way: saga ? wayOf(saga) : 'wait',
        lines,
      },
    ];
  });
};

const wayOf = ({ status, undoneIfAbortedNow }: SagaDto): Way => {
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
