import { expect } from 'chai';
import type { Commit } from '@saga-lab/platform/store/commit';
import { tale } from '../testing/made-up.ts';
import type { ServiceName } from '../client/documents.ts';
import { judge } from './check.ts';
import type { Facts } from './facts.ts';
import type { Invariant } from './verdict.ts';
import { holds } from './verdict.ts';

const event = (stream: string, version: number, type: string, data: object) => ({
  stream,
  version,
  type,
  schemaVersion: 1,
  data,
});

/** One completed order of two lamps at 300 each, by somebody who has 1000. */
const completed = (): Facts => {
  const { commits } = tale('o1')
    .client(0, 'PlaceOrder')
    .saga(1, 'OrderPlaced', ['ReserveStock'])
    .answers(2, 'ReserveStock', 'StockReserved')
    .saga(3, 'StockReserved', ['ChargePayment'])
    .answers(4, 'ChargePayment', 'PaymentCharged')
    .saga(5, 'PaymentCharged', ['ApproveOrder'])
    .answers(6, 'ApproveOrder', 'OrderApproved')
    .saga(7, 'OrderApproved', ['ShipStock'])
    .answers(8, 'ShipStock', 'StockShipped')
    .saga(9, 'SagaCompleted', []);
  const facts: Facts = {
    accounts: [{ customerId: 'ada', opening: 1000, balance: 400, charged: 600, refunded: 0 }],
    stock: [{ sku: 'lamp', onHand: 5, available: 3, reserved: 0, shipped: 2, unitPrice: 300 }],
    orders: [
      {
        id: 'o1',
        order: {
          orderId: 'o1',
          customerId: 'ada',
          lines: [{ sku: 'lamp', quantity: 2 }],
          status: 'APPROVED',
          total: 600,
        },
        saga: { sagaId: 'o1', status: 'COMPLETED', startedAt: '2026-01-01T00:00:00.000Z' },
        payment: { orderId: 'o1', status: 'CHARGED' },
        reservation: { orderId: 'o1', status: 'SHIPPED' },
      },
    ],
    commits,
  };
  return [
    happened('payment-service', 'PutAccount', [event('account-ada', 1, 'AccountOpened', { opening: 1000 })]),
    happened('payment-service', 'ChargePayment', [
      event('account-ada', 2, 'AmountCharged', { orderId: 'o1', amount: 600 }),
    ]),
    happened('inventory-service', 'PutStock', [
      event('stock-lamp', 1, 'StockAdjusted', { onHand: 5, unitPrice: 300 }),
    ]),
    happened('inventory-service', 'ReserveStock', [
      event('stock-lamp', 2, 'UnitsReserved', { orderId: 'o1', quantity: 2 }),
    ]),
    happened('inventory-service', 'ShipStock', [
      event('stock-lamp', 3, 'UnitsShipped', { orderId: 'o1', quantity: 2 }),
    ]),
  ].reduce((before, change) => change(before), facts);
};

/** Adds events to the commit of a command, or a commit of its own for what no saga caused. */
const happened =
  (service: ServiceName, cause: string, events: Commit['events']) =>
  (facts: Facts): Facts => {
    const own = facts.commits[service].some((commit) => commit.cause === cause);
    const put: Commit = {
      _id: `http:${cause}`,
      at: 0,
      lamport: 0,
      correlationId: 'put',
      causationId: 'x',
      attempt: 'a',
      cause,
      events,
      outbox: [],
      sent: [],
    };
    const grown = facts.commits[service].map((commit) =>
      commit.cause === cause ? { ...commit, events: [...commit.events, ...events] } : commit,
    );
    return { ...facts, commits: { ...facts.commits, [service]: own ? grown : [put, ...grown] } };
  };

const withOrder = (facts: Facts, change: object): Facts => ({
  ...facts,
  orders: facts.orders.map((one) => ({ ...one, ...change })),
});

/** The commit of a command once more, e.g. because a barrier is missing. */
const again = (facts: Facts, service: ServiceName, cause: string): Facts => {
  const copies = facts.commits[service].filter((commit) => commit.cause === cause);
  return { ...facts, commits: { ...facts.commits, [service]: [...facts.commits[service], ...copies] } };
};

const compensated = (): Facts => {
  const { commits } = tale('o1')
    .client(0, 'PlaceOrder')
    .saga(1, 'OrderPlaced', ['ReserveStock'])
    .answers(2, 'ReserveStock', 'StockInsufficient', { refused: true })
    .saga(3, 'StockInsufficient', ['RejectOrder'])
    .answers(4, 'RejectOrder', 'OrderRejected')
    .saga(5, 'SagaCompensated', []);
  return withOrder(
    { ...completed(), accounts: [], stock: [], commits },
    {
      order: { orderId: 'o1', customerId: 'ada', lines: [{ sku: 'lamp', quantity: 2 }], status: 'REJECTED' },
      saga: { sagaId: 'o1', status: 'COMPENSATED' },
      payment: undefined,
      reservation: { orderId: 'o1', status: 'INSUFFICIENT' },
    },
  );
};

const violatedBy = (facts: Facts): readonly Invariant[] =>
  judge(facts)
    .filter(({ state }) => state === 'violated')
    .map(({ invariant }) => invariant);

describe('The checks', () => {
  it('hold for a completed and for a compensated saga', () => {
    expect(holds(judge(completed()))).to.equal(true);
    expect(holds(judge(compensated()))).to.equal(true);
  });

  it('do not count a refusal as an effect', () => {
    const verdict = judge(compensated()).find(({ invariant }) => invariant === 'I-5');
    expect(verdict?.sentence).to.include('2 effects'); // placed and rejected
  });

  describe('I-1, money, turns red', () => {
    it('when a balance does not add up', () => {
      const facts = completed();
      const accounts = facts.accounts.map((account) => ({ ...account, balance: 500 }));
      expect(violatedBy({ ...facts, accounts })).to.deep.equal(['I-1']);
    });

    it('when REST says something else than the history', () => {
      const facts = completed();
      const accounts = facts.accounts.map((account) => ({ ...account, charged: 0, balance: 1000 }));
      expect(violatedBy({ ...facts, accounts })).to.deep.equal(['I-1']);
    });

    it('when an account was below zero for a moment', () => {
      const loan = (type: string, version: number, orderId: string) =>
        happened('payment-service', `Loan${version}`, [
          event('account-ada', version, type, { orderId, amount: 500 }),
        ]);
      const facts = loan('AmountRefunded', 4, 'x')(loan('AmountCharged', 3, 'x')(completed()));
      const accounts = facts.accounts.map((account) => ({ ...account, charged: 1100, refunded: 500 }));
      const verdict = judge({ ...facts, accounts })[0];
      expect(verdict?.findings).to.deep.equal(['account-ada was at -100 after event 3 (AmountCharged).']);
    });
  });

  describe('I-2, stock, turns red', () => {
    it('when a piece is missing', () => {
      const facts = completed();
      const stock = facts.stock.map((item) => ({ ...item, available: 2 }));
      expect(violatedBy({ ...facts, stock })).to.deep.equal(['I-2']);
    });

    it('when more was reserved than there was', () => {
      const greedy = happened('inventory-service', 'Greedy', [
        event('stock-lamp', 4, 'UnitsReserved', { orderId: 'x', quantity: 4 }),
        event('stock-lamp', 5, 'UnitsReleased', { orderId: 'x', quantity: 4 }),
      ]);
      const verdict = judge(greedy(completed()))[1];
      expect(verdict?.findings).to.deep.equal([
        'stock-lamp had -1 available, 4 reserved after event 4 (UnitsReserved).',
      ]);
    });
  });

  describe('I-3, every saga ends, turns red', () => {
    it('when a saga is stuck, and says of I-4 that it is open', () => {
      const facts = withOrder(completed(), { saga: { sagaId: 'o1', status: 'RUNNING' } });
      expect(violatedBy(facts)).to.deep.equal(['I-3']);
      expect(judge(facts).find(({ invariant }) => invariant === 'I-4')?.state).to.equal('open');
    });

    it('when an accepted order has no saga', () => {
      expect(violatedBy(withOrder(completed(), { saga: undefined }))).to.deep.equal(['I-3']);
    });

    it('when a message of an ended saga was never confirmed', () => {
      const facts = completed();
      const orders = facts.commits['order-service'].map((commit) => ({ ...commit, sent: [] }));
      const commits = { ...facts.commits, 'order-service': orders };
      expect(violatedBy({ ...facts, commits })).to.deep.equal(['I-3']);
    });
  });

  describe('I-4, agreement, turns red', () => {
    const disagreeing: Readonly<Record<string, () => Facts>> = {
      'the order is not approved': () =>
        withOrder(completed(), { order: { ...completed().orders[0]?.order, status: 'PENDING' } }),
      'the total is not what was charged': () =>
        withOrder(completed(), { order: { ...completed().orders[0]?.order, total: 599 } }),
      'a completed order is not charged': () =>
        withOrder(completed(), { payment: { orderId: 'o1', status: 'REFUNDED' } }),
      'a completed order is not shipped': () =>
        withOrder(completed(), { reservation: { orderId: 'o1', status: 'RESERVED' } }),
      'a compensated order is charged': () =>
        withOrder(compensated(), { payment: { orderId: 'o1', status: 'CHARGED' } }),
      'a compensated order still holds stock': () =>
        withOrder(compensated(), { reservation: { orderId: 'o1', status: 'RESERVED' } }),
      'a compensated order is not rejected': () =>
        withOrder(compensated(), { order: { ...compensated().orders[0]?.order, status: 'PENDING' } }),
      'what a compensated saga charged was not refunded': () => withCharge(compensated()),
    };
    const withCharge = (facts: Facts): Facts => {
      const charge: Commit = {
        _id: 'c',
        at: 0,
        lamport: 9,
        correlationId: 'o1',
        causationId: 'x',
        attempt: 'a',
        cause: 'ChargePayment',
        events: [event('account-ada', 2, 'AmountCharged', { orderId: 'o1', amount: 600 })],
        outbox: [],
        sent: [],
      };
      return { ...facts, commits: { ...facts.commits, 'payment-service': [charge] } };
    };
    for (const [why, facts] of Object.entries(disagreeing))
      it(`when ${why}`, () => {
        expect(violatedBy(facts())).to.deep.equal(['I-4']);
      });
  });

  it('I-5 turns red when a command took effect twice', () => {
    const facts = again(completed(), 'order-service', 'ApproveOrder');
    expect(violatedBy(facts)).to.deep.equal(['I-5']);
    expect(judge(facts)[4]?.findings).to.deep.equal(['ApproveOrder of saga o1 took effect 2 times.']);
  });

  it('I-6 turns red when an action took effect after its compensation, an empty one too', () => {
    const { commits } = tale('o1')
      .answers(1, 'ReleaseStock', 'StockReleased', { answer: 'EMPTY' })
      .answers(2, 'ReserveStock', 'StockReserved');
    const facts = { ...compensated(), commits };
    expect(violatedBy(facts)).to.deep.equal(['I-6']);
    expect(judge(facts)[5]?.findings).to.deep.equal([
      'ReserveStock of saga o1 took effect after ReleaseStock.',
    ]);
  });

  it('I-6 turns red when a step that cannot be undone itself took effect behind a compensation', () => {
    const { commits } = tale('o1')
      .answers(1, 'RejectOrder', 'OrderRejected')
      .answers(2, 'ApproveOrder', 'OrderApproved');
    expect(violatedBy({ ...compensated(), commits })).to.deep.equal(['I-6']);
  });

  it('I-6 holds when the barrier turned the late action away', () => {
    const { commits } = tale('o1')
      .answers(1, 'ReleaseStock', 'StockReleased', { answer: 'EMPTY' })
      .answers(2, 'ReserveStock', 'CommandRejected', { answer: 'HANGING_REJECTED' });
    expect(violatedBy({ ...compensated(), commits })).to.deep.equal([]);
  });
});
