import type { SagaEvent } from '@saga-lab/saga-orchestrator/saga/state';
import { expect } from 'chai';
import { sentenceOf } from './story.ts';

const stream = 'saga-o1';
const reply = { type: 'StockReserved', data: {} };

const sentences: readonly (readonly [SagaEvent, string | undefined])[] = [
  [
    { stream, type: 'SagaStarted', data: { saga: 'order', reply: { type: 'OrderPlaced', data: {} } } },
    'started by OrderPlaced',
  ],
  [commandSent('reserve-stock', 'action', 1), 'ReserveStock is sent, to do reserve-stock'],
  [commandSent('reserve-stock', 'compensation', 3), 'ReleaseStock is sent again (3), to undo reserve-stock'],
  [
    { stream, type: 'StepSucceeded', data: { step: 'reserve-stock', reply } },
    'reserve-stock is done: StockReserved',
  ],
  [
    {
      stream,
      type: 'StepRefused',
      data: { step: 'charge-payment', reply: 'PaymentDeclined', reason: 'INSUFFICIENT_FUNDS' },
    },
    'charge-payment is refused: PaymentDeclined, INSUFFICIENT_FUNDS',
  ],
  [
    { stream, type: 'StepTimedOut', data: { step: 'charge-payment' } },
    'charge-payment was not answered by its deadline: it may have happened',
  ],
  [
    { stream, type: 'CompensationStarted', data: { from: 'charge-payment', reason: 'STEP_TIMEOUT' } },
    'compensation starts at charge-payment: STEP_TIMEOUT',
  ],
  [
    {
      stream,
      type: 'StepCompensated',
      data: { step: 'charge-payment', reply: 'PaymentRefunded', answer: 'EMPTY' },
    },
    'charge-payment is undone: PaymentRefunded (there was nothing to undo)',
  ],
  [
    {
      stream,
      type: 'StepCompensated',
      data: { step: 'reserve-stock', reply: 'StockReleased', answer: 'APPLIED' },
    },
    'reserve-stock is undone: StockReleased',
  ],
  [
    {
      stream,
      type: 'SagaParked',
      data: { step: 'reserve-stock', operation: 'compensation', error: 'no answer after 10 tries' },
    },
    'PARKED at reserve-stock: no answer after 10 tries',
  ],
  [{ stream, type: 'RetryRequested', data: { by: 'grace' } }, 'grace has the open command sent again'],
  [
    {
      stream,
      type: 'StepResolvedByHand',
      data: { step: 'reserve-stock', operation: 'compensation', by: 'grace', reason: 'released' },
    },
    'grace says that reserve-stock is done: released',
  ],
  [
    {
      stream,
      type: 'AbortRequested',
      data: { by: 'grace', reason: 'ABORTED_BY_OPERATOR', note: 'wrong price' },
    },
    'abort requested by grace: wrong price',
  ],
  [
    { stream, type: 'AbortRequested', data: { by: '/order-service', reason: 'CUSTOMER_CANCELLED' } },
    'abort requested by /order-service: CUSTOMER_CANCELLED',
  ],
  [
    {
      stream,
      type: 'AbortIgnored',
      data: { by: 'grace', reason: 'ABORTED_BY_OPERATOR', why: 'COMPENSATING_ALREADY' },
    },
    'abort requested by grace, which changes nothing: COMPENSATING_ALREADY',
  ],
  [
    {
      stream,
      type: 'ReplyIgnored',
      data: { reply: 'StockReserved', from: '/inventory-service', why: 'ENDED' },
    },
    'StockReserved of /inventory-service is ignored: ENDED',
  ],
  [{ stream, type: 'SagaCompleted', data: {} }, 'COMPLETED'],
  [{ stream, type: 'SagaCompensated', data: { reason: 'OUT_OF_STOCK' } }, 'COMPENSATED: OUT_OF_STOCK'],
  [{ stream, type: 'TimerArmed', data: { n: 1, fireAt: 1 } }, undefined],
];

function commandSent(step: string, operation: 'action' | 'compensation', attempt: number): SagaEvent {
  const command = operation === 'action' ? 'ReserveStock' : 'ReleaseStock';
  return { stream, type: 'CommandSent', data: { step, operation, command, attempt, waitUntil: 1 } };
}

describe('The history of a saga in sentences', () => {
  for (const [event, sentence] of sentences)
    it(sentence ?? `has nothing to tell of ${event.type}`, () => {
      expect(sentenceOf(event)).to.equal(sentence);
    });
});
