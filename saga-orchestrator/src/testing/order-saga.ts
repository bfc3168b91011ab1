// The messages around the saga of order o1, for tests: what its participants, its timer and its operator say to it.
import type { Outgoing, Stamp } from '@saga-lab/platform/decider/message';
import { message, specification, statesOf } from '@saga-lab/platform/testing/given';
import type { SagaEvent } from '../saga/state.ts';
import type { SagaReply, OperatorAct, SagaMessage, SagaTimer } from '../saga/table.ts';
import type { SagaPolicy } from '../saga/moves.ts';
import { saga } from '../saga/saga.ts';
import { orderFulfilment } from '../sagas/order-fulfilment/order-fulfilment.ts';

export const policy: SagaPolicy = {
  stepDeadlineMs: 10_000,
  repeatFirstMs: 500,
  repeatMostMs: 30_000,
  triesBeforeParked: 3,
  slowRepeatMs: 60_000,
};

const five = ['place-order', 'reserve-stock', 'charge-payment', 'approve-order', 'ship-stock'];

/** The steps that the messages here speak of: the decider's tests stay as they are when the table gets another row. */
export const definition = {
  ...orderFulfilment,
  steps: orderFulfilment.steps.filter(({ step }) => five.includes(step)),
};

export const decider = saga(definition, policy);
export const given = specification(decider);
export type StampedMessage = SagaMessage & Stamp;

const START = 1_000_000;

/** Milliseconds after the start of the test. */
export const instant = (ms: number): number => START + ms;

/** The same message, received `ms` after the start. */
export const at = <M extends StampedMessage>(ms: number, message: M): M => ({
  ...message,
  receivedAt: instant(ms),
});

/** An event of saga o1. */
export const event = (type: SagaEvent['type'], data: object = {}): SagaEvent =>
  ({ stream: 'saga-o1', type, data }) as SagaEvent;

/** What the saga has written down once it has heard all these, one after the other. */
export const historyOf = (...messages: readonly StampedMessage[]): readonly SagaEvent[] =>
  messages.reduce<readonly SagaEvent[]>(
    (past, next) => [...past, ...decider.decide(statesOf(decider, past), next).events],
    [],
  );

/** The state after all these. */
export const stateAfter = (...messages: readonly StampedMessage[]) =>
  statesOf(decider, historyOf(...messages))['saga-o1'];

export const statusAfter = (...messages: readonly StampedMessage[]) => stateAfter(...messages)?.status;

const received = (type: string, data: object, from: Partial<SagaReply>): StampedMessage =>
  message<SagaReply>({ type, data: { orderId: 'o1', ...data }, sagaId: 'o1', ...from });

const replying =
  (source: string, step: string, operation: 'action' | 'compensation') =>
  (type: string, data: object = {}): StampedMessage =>
    received(type, data, { source, step, operation, attempt: 1, answer: 'APPLIED' });

const lines = [{ sku: 'lamp', quantity: 2 }];
const order = { customerId: 'ada', lines };

export const placed = replying('/order-service', 'place-order', 'action')('OrderPlaced', order);
export const rejected = replying(
  '/order-service',
  'place-order',
  'compensation',
)('OrderRejected', {
  reason: 'ANY',
});
export const reserved = replying(
  '/inventory-service',
  'reserve-stock',
  'action',
)('StockReserved', {
  lines: [{ sku: 'lamp', quantity: 2, unitPrice: 2_500 }],
});
export const insufficient = replying(
  '/inventory-service',
  'reserve-stock',
  'action',
)('StockInsufficient', {
  reason: 'OUT_OF_STOCK',
  sku: 'lamp',
});
export const released = replying('/inventory-service', 'reserve-stock', 'compensation')('StockReleased');
export const charged = replying(
  '/payment-service',
  'charge-payment',
  'action',
)('PaymentCharged', {
  customerId: 'ada',
  amount: 5_000,
});
export const declined = replying(
  '/payment-service',
  'charge-payment',
  'action',
)('PaymentDeclined', {
  reason: 'INSUFFICIENT_FUNDS',
});
export const refunded = replying('/payment-service', 'charge-payment', 'compensation')('PaymentRefunded');
export const approved = replying(
  '/order-service',
  'approve-order',
  'action',
)('OrderApproved', {
  total: 5_000,
});
export const approvalRefused = replying(
  '/order-service',
  'approve-order',
  'action',
)('OrderApprovalRefused', {
  reason: 'CUSTOMER_CANCELLED',
});
export const shipped = replying('/inventory-service', 'ship-stock', 'action')('StockShipped');

export const cancelled = received(
  'OrderCancellationRequested',
  { reason: 'CUSTOMER_CANCELLED' },
  { source: '/order-service' },
);

export const timer = (n: number, ms: number): SagaTimer & Stamp =>
  message<SagaTimer>({
    type: 'SagaTimer',
    data: { n },
    sagaId: 'o1',
    source: '/saga-orchestrator',
    receivedAt: instant(ms),
  });

const by = 'grace';
const operate = <A extends OperatorAct>(type: A['type'], data: A['data']): StampedMessage =>
  message<OperatorAct>({ type, data, sagaId: 'o1' } as A);
export const retry = operate('RetrySaga', { by });
export const abort = operate('AbortSaga', { by, reason: 'wrong price' });
export const resolve = operate('ResolveStep', { by, reason: 'refunded at the counter' });

/** The part of a command that all commands share. */
export const command = (
  type: string,
  to: string,
  step: string,
  more: Partial<Outgoing> = {},
): Partial<Outgoing> => ({
  type,
  to,
  step,
  sagaId: 'o1',
  operation: 'action',
  attempt: 1,
  ...more,
});

/** What the command of a compensation has instead. */
export const undo = { operation: 'compensation' } as const;

export const sagaTimer = (n: number, ms: number): Partial<Outgoing> => ({
  type: 'SagaTimer',
  to: 'saga-orchestrator',
  data: { n },
  notBefore: instant(ms),
  sagaId: 'o1',
});
