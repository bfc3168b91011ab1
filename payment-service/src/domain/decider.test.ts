// The payment service's decisions, as sentences.
import type { ChargePayment, RefundPayment } from '@saga-lab/contracts/payment';
import { message, specification } from '@saga-lab/platform/testing/given';
import { applied, empty } from '@saga-lab/platform/testing/notes';
import { expect } from 'chai';
import type { AccountEvent, PutAccount } from './account.ts';
import { decider } from './decider.ts';
import type { PaymentEvent } from './payment.ts';

const given = specification(decider);
const orderId = 'o1';
const customerId = 'ada';
const by = 'grace';

const ofSaga = { sagaId: orderId, attempt: 1, step: 'charge-payment' };
const charge = (amount: number) =>
  message<ChargePayment>({
    type: 'ChargePayment',
    data: { orderId, customerId, amount },
    ...ofSaga,
    operation: 'action',
  });
const refund = message<RefundPayment>({
  type: 'RefundPayment',
  data: { orderId, customerId, amount: 300 },
  ...ofSaga,
  operation: 'compensation',
});
const put = (opening: number) =>
  message<PutAccount>({ type: 'PutAccount', data: { customerId, opening, by } });

const account = (type: AccountEvent['type'], data: object) =>
  ({
    stream: 'account-ada',
    type,
    data: 'amount' in data ? { currency: 'EUR', ...data } : data,
  }) as AccountEvent;
const happened = <T extends PaymentEvent['type']>(
  type: T,
  data: Extract<PaymentEvent, { type: T }>['data'],
) => ({ stream: 'payment-o1', type, data }) as Extract<PaymentEvent, { type: T }>;

const opened = account('AccountOpened', { opening: 1000, by });
const paid = happened('PaymentCharged', { orderId, customerId, amount: 300 });
const charged = [paid, account('AmountCharged', { orderId, amount: 300 }), applied(charge(300), paid)];
const refunded = happened('PaymentRefunded', { orderId });
const declined = (reason: 'INSUFFICIENT_FUNDS' | 'UNKNOWN_CUSTOMER') =>
  happened('PaymentDeclined', { orderId, reason });

describe('the payment service', () => {
  it('charges what the order costs', () => {
    given([opened])
      .when(charge(300))
      .then(charged)
      .thenSends([{ ...ofSaga, type: 'PaymentCharged', answer: 'APPLIED', data: paid.data }]);
  });

  it('charges the last cent', () => {
    given([opened])
      .when(charge(1000))
      .thenSends([{ type: 'PaymentCharged', answer: 'APPLIED' }]);
  });

  it('charges nothing for an order that costs nothing', () => {
    const free = happened('PaymentCharged', { orderId, customerId, amount: 0 });
    given([account('AccountOpened', { opening: 0, by })])
      .when(charge(0))
      .then([free, account('AmountCharged', { orderId, amount: 0 }), applied(charge(0), free)]);
  });

  // @covers R-41
  it('declines one cent too much', () => {
    const event = declined('INSUFFICIENT_FUNDS');
    given([opened])
      .when(charge(1001))
      .then([event, applied(charge(1001), event, true)])
      .thenSends([{ type: 'PaymentDeclined', answer: 'APPLIED', data: event.data }]);
  });

  it('declines for a customer it does not know', () => {
    const event = declined('UNKNOWN_CUSTOMER');
    given([])
      .when(charge(0))
      .then([event, applied(charge(0), event, true)]);
  });

  it('counts what was charged before, but not what was given back', () => {
    const spent = [opened, account('AmountCharged', { orderId: 'o0', amount: 800 })];
    const back = account('AmountRefunded', { orderId: 'o0', amount: 800 });
    given(spent)
      .when(charge(300))
      .thenSends([{ type: 'PaymentDeclined' }]);
    given([...spent, back])
      .when(charge(300))
      .thenSends([{ type: 'PaymentCharged' }]);
  });

  // @mutation The messages: the barrier, for all commands [twin: no barrier; compensation without barrier]
  it('repeats its answer to a repeated command and charges nothing more', () => {
    given([opened, ...charged])
      .when({ ...charge(300), id: 'again', attempt: 2 })
      .then([])
      .thenSends([{ type: 'PaymentCharged', answer: 'DUPLICATE', attempt: 2, data: paid.data }]);
  });

  it('declines again what it declined, even if there is money now', () => {
    const event = declined('INSUFFICIENT_FUNDS');
    given([
      opened,
      event,
      applied(charge(2000), event, true),
      account('AccountAdjusted', { opening: 5000, by }),
    ])
      .when(charge(2000))
      .then([])
      .thenSends([{ type: 'PaymentDeclined', answer: 'DUPLICATE' }]);
  });

  it('gives back what it charged', () => {
    given([opened, ...charged])
      .when(refund)
      .then([refunded, account('AmountRefunded', { orderId, amount: 300 }), applied(refund, refunded)])
      .thenSends([{ type: 'PaymentRefunded', answer: 'APPLIED', operation: 'compensation' }]);
  });

  it('gives back what it charged, not what the command says', () => {
    const wrong = { ...refund, data: { ...refund.data, amount: 999 } };
    given([opened, ...charged])
      .when(wrong)
      .then([refunded, account('AmountRefunded', { orderId, amount: 300 }), applied(refund, refunded)]);
  });

  it('gives back once', () => {
    const once = [refunded, account('AmountRefunded', { orderId, amount: 300 }), applied(refund, refunded)];
    given([opened, ...charged, ...once])
      .when({ ...refund, id: 'again' })
      .then([])
      .thenSends([{ type: 'PaymentRefunded', answer: 'DUPLICATE' }]);
  });

  // @mutation The messages: the refusal to give back twice, should the barrier fail [twin: refund not idempotent]
  it('takes a refund of what is given back for a bug, should the barrier ever let it through', () => {
    const back = [refunded, account('AmountRefunded', { orderId, amount: 300 })];
    expect(() => given([opened, ...charged, ...back]).when(refund)).to.throw('the payment is REFUNDED');
  });

  // @mutation The messages: the empty answer after a refusal [twin: a refused action is undone]
  it('has nothing to give back after a refusal', () => {
    const event = declined('UNKNOWN_CUSTOMER');
    given([event, applied(charge(300), event, true)])
      .when(refund)
      .then([empty(refund, refunded)])
      .thenSends([{ type: 'PaymentRefunded', answer: 'EMPTY' }]);
  });

  // @mutation The messages: the barrier, for actions only [twin: action without barrier]
  it('turns a charge away that comes after its refund', () => {
    given([opened, empty(refund, refunded)])
      .when(charge(300))
      .thenSends([{ type: 'CommandRejected', answer: 'HANGING_REJECTED' }]);
  });

  it('takes a second saga that charges for the same order for a bug', () => {
    expect(() => given([opened, ...charged]).when({ ...charge(300), sagaId: 's2' })).to.throw('already');
  });

  it('takes a refund to another customer for a bug', () => {
    const other = { ...refund, data: { ...refund.data, customerId: 'bob' } };
    expect(() => given([opened, ...charged]).when(other)).to.throw('paid by ada');
  });

  // @mutation The state: money in whole minor units: any amount counts [twin: float money]
  it('takes an amount that is no whole number for a bug', () => {
    const impossible = [opened, account('AmountCharged', { orderId, amount: 0.1 })];
    expect(() => given(impossible).when(charge(0))).to.throw('impossible amount');
  });

  it('takes an amount in another currency for a bug: it cannot be added up', () => {
    const dollars = [opened, account('AmountCharged', { orderId, amount: 1, currency: 'USD' })];
    expect(() => given(dollars).when(charge(0))).to.throw('an amount in USD, and not in EUR');
  });

  it('takes a balance below zero for a bug', () => {
    const impossible = [opened, account('AmountCharged', { orderId, amount: 1001 })];
    expect(() => given(impossible).when(charge(0))).to.throw('impossible amount');
  });

  it('takes an event of a type it does not know for a bug', () => {
    const alien = { stream: 'account-ada', type: 'AccountPainted', data: {} } as unknown as AccountEvent;
    expect(() => given([alien]).when(charge(0))).to.throw('AccountPainted');
  });
});

describe('putting an account', () => {
  it('opens it, empty too', () => {
    given([])
      .when(put(0))
      .then([account('AccountOpened', { opening: 0, by })])
      .thenSends([]);
  });

  it('changes nothing if the value is the same', () => {
    given([opened]).when(put(1000)).then([]).thenSends([]);
  });

  it('goes down to what is charged and not given back', () => {
    given([opened, ...charged])
      .when(put(300))
      .then([account('AccountAdjusted', { opening: 300, by })]);
    given([opened, ...charged])
      .when(put(299))
      .thenRefuses('BELOW_CHARGED');
  });
});
