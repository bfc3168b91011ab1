import { ofEveryService } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import type { CommitsByService } from '../client/documents.ts';
import type { Lab } from '../client/lab.ts';
import { commitOf, event } from '../testing/made-up-facts.ts';
import { check } from './check.ts';
import type { Rebuilding } from './facts-of.ts';
import type { Rebuilt } from '../checker/facts.ts';
import { holds } from '../checker/verdict.ts';

const names = { customers: ['ada'], skus: [], orders: ['o1'], deadLettersBefore: new Set<string>() };
const none: CommitsByService = ofEveryService(() => []);

const order = { orderId: 'o1', customerId: 'ada', lines: [], status: 'REJECTED' };
const account = { customerId: 'ada', opening: 5, balance: 5, charged: 0, refunded: 0, held: 0, version: 1 };

/** What its read models should show in the end. */
const listsWith = (status: string): Rebuilt => ({
  orders: new Map([['o1', order]]),
  sagas: new Map([['o1', { sagaId: 'o1', status }]]),
  payments: new Map(),
  reservations: new Map(),
  accounts: new Map([['ada', account]]),
  stock: new Map(),
});
const showing = (status: string): Rebuilding => ({
  readModels: () => listsWith(status),
  decisions: () => [],
  screens: (_history, shown) => shown,
});
const rebuilding = showing('COMPENSATED');

/** A lab whose saga never ends unless told, and whose account can be read as opened after so many looks. */
const slowLab = ({ looks, status }: { looks: number; status: string }): Lab => {
  let looked = 0;
  const opened = commitOf('PutAccount', [event('account-ada', 1, 'AccountOpened', { opening: 5 })]);
  const placed = commitOf('PlaceOrder', [
    event('order-o1', 1, 'OrderPlaced', { orderId: 'o1', customerId: 'ada' }),
  ]);
  return {
    sagaEnd: (id: string, timeoutMs: number) =>
      status === 'COMPENSATED'
        ? Promise.resolve({ sagaId: id, status })
        : Promise.reject(new Error(`still ${status} after ${timeoutMs} ms`)),
    commits: () => Promise.resolve({ ...none, 'payment-service': [opened], 'order-service': [placed] }),
    allAccounts: () => {
      looked += 1;
      return Promise.resolve([looked > looks ? account : { ...account, opening: 0, balance: 0 }]);
    },
    findOrder: () => Promise.resolve({ ...order, protocol: 'saga' }),
    allOrders: () => Promise.resolve([order]),
    allSagas: () => Promise.resolve([{ sagaId: 'o1', status }]),
    allPayments: () => Promise.resolve([]),
    allReservations: () => Promise.resolve([]),
    allStock: () => Promise.resolve([]),
    allSales: () => Promise.resolve([]),
    allSummaries: () => Promise.resolve([]),
    statement: () => Promise.resolve([]),
    deadLetters: () => Promise.resolve([]),
  } as unknown as Lab;
};

describe('Checking a running lab', () => {
  it('gives read models time to catch up', async () => {
    const verdicts = await check(slowLab({ looks: 2, status: 'COMPENSATED' }), names, { rebuilding });
    expect(holds(verdicts)).to.equal(true);
  });

  it('says what is wrong once that time is over', async () => {
    const verdicts = await check(slowLab({ looks: 1_000, status: 'COMPENSATED' }), names, {
      catchUpMs: 50,
      rebuilding,
    });
    expect(verdicts[0]?.findings).to.deep.equal([
      'account-ada: REST says opening 0, its history says 5.',
      'account-ada: REST says balance 0, its history says 5.',
    ]);
  });

  it('does not wait for ever for a saga, and then says which one is open', async () => {
    const patience: number[] = [];
    const running = slowLab({ looks: 0, status: 'RUNNING' });
    const sagaEnd: Lab['sagaEnd'] = (id, timeoutMs) => {
      patience.push(timeoutMs ?? NaN);
      return running.sagaEnd(id, timeoutMs);
    };
    const verdicts = await check({ ...running, sagaEnd }, names, {
      waitMs: 10,
      catchUpMs: 10,
      rebuilding: showing('RUNNING'),
    });
    const doubtful = verdicts.filter(({ state }) => state !== 'holds');
    expect(doubtful.map(({ invariant, state }) => `${invariant} ${state}`)).to.deep.equal([
      'I-3 violated',
      'I-4 open',
    ]);
    expect(patience).to.have.length(1);
    expect(patience[0]).to.be.within(0, 10);
  });

  it('does not take a service that is away for a violation', async () => {
    const away = {
      ...slowLab({ looks: 0, status: 'COMPENSATED' }),
      commits: () => Promise.reject(new Error('away')),
    };
    const outcome = await check(away, names, { catchUpMs: 10 }).then(
      () => 'judged',
      (error: unknown) => String(error),
    );
    expect(outcome).to.equal('Error: away');
  });
});
