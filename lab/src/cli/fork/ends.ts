// What became of the sagas that were on their way at a moment: in the history that it was cut out of, and in the fork.
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import { hasEnded } from '../../client/documents.ts';
import type { Lab } from '../../client/lab.ts';
import type { Cut } from '../../time-travel/cut.ts';
import { readModelsAt } from '../../time-travel/states.ts';

/** Statuses of one saga; nothing while it has not begun. */
export interface SagaEnds {
  readonly saga: string;
  readonly then: string | undefined;
  readonly there: string | undefined;
  readonly here: string | undefined;
}

export const endsOf = async (cut: Cut, fork: Pick<Lab, 'findSaga'>): Promise<readonly SagaEnds[]> => {
  const then = readModelsAt(cut);
  const open = openIn(then);
  const whole = readModelsAt({ history: cut.whole }, { customers: [], skus: [], orders: open });
  return Promise.all(
    open.map(async (saga) => ({
      saga,
      then: statusOf(then.sagas.get(saga) as SagaDto | undefined),
      there: statusOf(whole.sagas.get(saga) as SagaDto | undefined),
      here: statusOf(await fork.findSaga(saga)),
    })),
  );
};

/** Sagas that have not ended, and orders whose saga has not begun. */
const openIn = ({ orders, sagas }: ReturnType<typeof readModelsAt>): readonly string[] =>
  [...orders].flatMap(([id, order]) => {
    const saga = sagas.get(id) as SagaDto | undefined;
    const isOpen = saga ? !hasEnded(saga) : (order as OrderDto).status === 'PENDING';
    return isOpen ? [id] : [];
  });

const statusOf = (saga: SagaDto | undefined): string | undefined => {
  if (!saga) return undefined;
  return 'step' in saga && saga.step !== undefined && !hasEnded(saga)
    ? `${saga.status} at ${saga.step}`
    : saga.status;
};
