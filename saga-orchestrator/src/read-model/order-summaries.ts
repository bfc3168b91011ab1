// Every order with the progress of its saga, for one screen: what customer, inventory, payment and the order itself said, as the saga heard it.
// The list of sagas is made of the same documents.
import { OrderSummaryDto, SagaDto } from '@saga-lab/contracts/dtos/saga';
import type { StockReserved } from '@saga-lab/contracts/inventory';
import type { OrderApproved, OrderPlaced } from '@saga-lab/contracts/order';
import { Id } from '@saga-lab/contracts/primitives';
import type { Line } from '@saga-lab/contracts/primitives';
import { categories } from '@saga-lab/contracts/streams';
import type { Reply } from '@saga-lab/platform/decider/barrier';
import type { DatedEvent } from '@saga-lab/platform/decider/decider';
import type { Projection } from '@saga-lab/platform/views/projection';
import type { SagaEvent } from '../saga/state.ts';
import { steps } from '../sagas/order-fulfilment/steps.ts';
import { applyToSaga, showSaga } from './sagas.ts';
import type { SagaDocument } from './sagas.ts';

type Stage = OrderSummaryDto['steps'][number];

/** What the saga does not need to know of the order, and a screen shows. */
interface Ordered {
  readonly customerId: string;
  readonly lines: readonly (Line & { readonly unitPrice?: number })[];
  /** Minor units. */
  readonly total?: number;
  readonly steps: readonly Stage[];
}
export type OrderSummaryDocument = SagaDocument & Ordered;

const apply = (document: OrderSummaryDocument | undefined, dated: DatedEvent) => {
  const saga = applyToSaga(document, dated);
  if (!saga) return undefined;
  const event = dated as DatedEvent & SagaEvent;
  const known = document ?? { customerId: '', lines: [], steps: [] };
  const { customerId, lines, total, steps: stages } = known as Ordered;
  const before = { ...saga, customerId, lines, ...(total !== undefined && { total }), steps: stages };
  return { ...before, ...heard(before, event) };
};

const heard = ({ steps: stages }: Ordered, event: DatedEvent & SagaEvent): Partial<Ordered> => {
  const at = new Date(event.at).toISOString();
  const now = (step: string, state: Stage['state']): readonly Stage[] => [
    ...stages.filter((one) => one.step !== step),
    { step, state, at },
  ];
  switch (event.type) {
    case 'SagaStarted':
      return { ...told(event.data.reply), steps: now(steps[0].step, 'DONE') };
    case 'StepSucceeded':
      return { ...told(event.data.reply), steps: now(event.data.step, 'DONE') };
    case 'StepRefused':
      return { steps: now(event.data.step, 'REFUSED') };
    case 'StepTimedOut':
      return { steps: now(event.data.step, 'UNKNOWN') };
    case 'StepCompensated':
      return { steps: now(event.data.step, 'UNDONE') };
    case 'StepResolvedByHand':
      return { steps: now(event.data.step, event.data.operation === 'action' ? 'DONE' : 'UNDONE') };
    default:
      return {};
  }
};

/** What a service said beside that it is done. */
const told = ({ type, data }: Reply): Partial<Ordered> => {
  switch (type) {
    case 'OrderPlaced': {
      const { customerId, lines } = data as OrderPlaced['data'];
      return { customerId, lines };
    }
    case 'StockReserved':
      return { lines: (data as StockReserved['data']).lines };
    case 'OrderApproved':
      return { total: (data as OrderApproved['data']).total };
    default:
      return {};
  }
};

export const orderSummaries = {
  view: 'order-summaries',
  category: categories.saga,
  apply,
  acrossServices: true,
} satisfies Projection<OrderSummaryDocument>;

export const orderSummaryResource = {
  name: 'summary of order',
  path: '/order-summaries',
  id: { orderId: Id },
  item: OrderSummaryDto,
  show: ({ customerId, lines, total, steps: stages, ...saga }: OrderSummaryDocument): OrderSummaryDto => {
    const { sagaId: orderId, status, reason, error, left, startedAt, updatedAt, version } = showSaga(saga);
    return {
      orderId,
      customerId,
      lines,
      ...(total !== undefined && { total }),
      status,
      ...(reason !== undefined && { reason }),
      ...(error !== undefined && { error }),
      steps: stages,
      left,
      startedAt,
      updatedAt,
      version,
    };
  },
  projection: orderSummaries,
};

export const sagaResource = {
  name: 'saga',
  path: '/sagas',
  id: { sagaId: Id },
  item: SagaDto,
  show: ({
    customerId: _,
    lines: _lines,
    total: _total,
    steps: _stages,
    ...saga
  }: OrderSummaryDocument): SagaDto => showSaga(saga),
  projection: orderSummaries,
};
