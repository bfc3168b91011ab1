import { expect } from 'chai';
import { CommandRejected } from './barrier.ts';
import { StockReserved } from './inventory.ts';
import { OrderCancellationRequested } from './order.ts';
import { ChargePayment, PaymentCharged } from './payment.ts';
import { orchestrator, participants } from './services.ts';

const always = {
  id: 'o-1.0123456789abcdef',
  source: '/saga-orchestrator',
  time: '2026-01-01T00:00:00.000Z',
  correlationId: 'o-1',
  causationId: 'http:place-order:ada:0',
  lamport: 1,
  schemaVersion: 1,
  sagaId: 'o-1',
};
const charge = {
  ...always,
  type: 'ChargePayment',
  step: 'charge-payment',
  operation: 'action',
  attempt: 1,
  data: { orderId: 'o-1', customerId: 'ada', amount: 2_500 },
};
const charged = { ...charge, type: 'PaymentCharged', source: '/payment-service', answer: 'APPLIED' };

interface Schema {
  safeParse(input: unknown): {
    success: boolean;
    error?: { issues: readonly { path: PropertyKey[]; message: string }[] };
  };
}

const refusal = (schema: Schema, message: object): string =>
  schema
    .safeParse(message)
    .error?.issues.map(({ path, message: said }) => `${path.join('.')} ${said}`)
    .join() ?? 'accepted';

describe('The schema of a message', () => {
  it('accepts one of each kind', () => {
    expect(refusal(ChargePayment, charge)).to.equal('accepted');
    expect(refusal(PaymentCharged, charged)).to.equal('accepted');
    const data = { orderId: 'o-1', reason: 'CUSTOMER_CANCELLED' };
    const cancelled = { ...always, type: 'OrderCancellationRequested', data };
    expect(refusal(OrderCancellationRequested, cancelled)).to.equal('accepted');
    const rejected = { command: 'ChargePayment', reason: 'COMPENSATED_BEFORE' };
    expect(refusal(CommandRejected, { ...charged, type: 'CommandRejected', data: rejected })).to.equal(
      'accepted',
    );
  });

  it('wants every attribute, and no other', () => {
    for (const name of Object.keys(charged))
      expect(refusal(PaymentCharged, { ...charged, [name]: undefined }), name).to.include(name);
    for (const name of ['deadline', 'fingerprint', 'notBefore'])
      expect(refusal(PaymentCharged, { ...charged, [name]: '9999-12-31T23:59:59Z' })).to.include(name);
  });

  it('takes no id that an HTTP request could have', () => {
    for (const id of ['http:place-order:ada:0', 'unreadable:0', '', ' ', 'a/b', '\u0000', 'x'.repeat(101)])
      expect(refusal(ChargePayment, { ...charge, id }), id).to.match(/^id must be/);
  });

  it('takes no id that a path cannot hold, wherever an id stands', () => {
    const no = 'must not be . or ..';
    for (const id of ['.', '..']) {
      expect(refusal(ChargePayment, { ...charge, id })).to.equal(`id ${no}`);
      for (const name of ['correlationId', 'step'])
        expect(refusal(ChargePayment, { ...charge, [name]: id })).to.equal(`${name} ${no}`);
      const ofOne = { ...charge, sagaId: id, data: { ...charge.data, orderId: id } };
      expect(refusal(ChargePayment, ofOne)).to.equal(`sagaId ${no},data.orderId ${no}`);
      const data = { ...charge.data, customerId: id };
      expect(refusal(ChargePayment, { ...charge, data })).to.equal(`data.customerId ${no}`);
      const lines = { orderId: 'o-1', lines: [{ sku: id, quantity: 1, unitPrice: 1 }] };
      const reserved = { ...charged, type: 'StockReserved', data: lines };
      expect(refusal(StockReserved, reserved)).to.equal(`data.lines.0.sku ${no}`);
    }
    for (const id of ['...', '.a', '..a', 'a.', '-'])
      expect(refusal(ChargePayment, { ...charge, correlationId: id }), id).to.equal('accepted');
  });

  it('takes no message about another order than that of its saga', () => {
    const other = { ...charge.data, orderId: 'o-2' };
    expect(refusal(ChargePayment, { ...charge, data: other })).to.equal(
      'data.orderId must be equal to sagaId',
    );
    expect(refusal(PaymentCharged, { ...charged, data: other })).to.equal(
      'data.orderId must be equal to sagaId',
    );
    const data = { orderId: 'o-2', reason: 'CUSTOMER_CANCELLED' };
    const cancelled = { ...always, type: 'OrderCancellationRequested', data };
    expect(refusal(OrderCancellationRequested, cancelled)).to.equal('data.orderId must be equal to sagaId');
  });

  it('takes amounts that can be, and a key of a prototype nowhere', () => {
    for (const amount of [-1, 0.5, 2 ** 53, NaN, Infinity, '1', null])
      expect(refusal(ChargePayment, { ...charge, data: { ...charge.data, amount } })).to.include('amount');
    const text = JSON.stringify({ sku: 'lamp', quantity: 1, unitPrice: 1 }).replace(
      '{',
      '{"__proto__":{"x":1},',
    );
    const data = { orderId: 'o-1', lines: [JSON.parse(text) as object] };
    expect(refusal(StockReserved, { ...charged, type: 'StockReserved', data })).to.include('__proto__');
  });

  it('is there for everything that goes over the broker, under its own name', () => {
    const all = { ...orchestrator.starts, ...orchestrator.replies };
    for (const { commands, events } of Object.values(participants)) Object.assign(all, commands, events);
    for (const [type, schema] of Object.entries<Schema>(all))
      expect(refusal(schema, { ...charged, type: 'Another' }), type).to.match(/(^|,)type /);
  });
});
