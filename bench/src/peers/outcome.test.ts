import { expect } from 'chai';
import { mustAddUp } from './outcome.ts';
import type { Evidence } from './outcome.ts';
import { participant } from './participant.ts';
import type { StepDone } from './participant.ts';
import { askedOf, fulfil, participantOf } from './saga.ts';
import type { PeerOrder } from './saga.ts';

const order = (orderId: string, customerId: string): PeerOrder => ({
  orderId,
  customerId,
  sku: 'apples',
  quantity: 2,
  total: 200,
});

const opened = { apples: 100, rich: 1_000, poor: 0 };

/** Two sagas that go well and one that is undone. */
const evidence = async (): Promise<Evidence> => {
  const steps: StepDone[] = [];
  const store = { now: () => 7, insert: (some: readonly StepDone[]) => Promise.resolve(steps.push(...some)) };
  const [orders, stock, payments] = [participant(store), participant(store), participant(store)];
  const all = { 'order-service': orders, 'inventory-service': stock, 'payment-service': payments };
  for (const [account, amount] of Object.entries(opened))
    await (account === 'apples' ? stock : payments).perform({
      saga: account,
      step: 'open',
      account,
      amount,
    });
  const ordered = [order('a', 'rich'), order('b', 'poor'), order('c', 'rich')];
  const ends = [];
  for (const one of ordered)
    ends.push(await fulfil(async (step) => (await all[participantOf[step]].perform(askedOf(one, step))).ok));
  expect(ends).to.deep.equal(['completed', 'rejected', 'completed']);
  return {
    ordered: ordered.map((one, n) => ({ order: one, end: n === 1 ? 'rejected' : 'completed' })),
    opened,
    steps: steps.filter(({ step }) => step !== 'open'),
    balances: { ...stock.state().balances, ...payments.state().balances },
    finished: new Set(['a', 'b', 'c']),
  };
};

const changed = async (change: (right: Evidence) => Partial<Evidence>): Promise<() => void> => {
  const right = await evidence();
  return () => mustAddUp({ ...right, ...change(right) });
};

describe('The outcome of a peer', () => {
  it('is right when every order came to its end once, and stock and money are as the steps say', async () => {
    const right = await evidence();
    expect(right.balances).to.deep.equal({
      apples: { available: 96, held: 0 },
      rich: { available: 600, held: 0 },
      poor: { available: 0, held: 0 },
    });
    expect(() => mustAddUp(right)).not.to.throw();
  });

  for (const lost of ['a.place', 'a.charge', 'b.release', 'c.ship'])
    it(`is wrong where ${lost} is lost`, async () => {
      const without = await changed(({ steps }) => ({ steps: steps.filter(({ _id }) => _id !== lost) }));
      expect(without).to.throw(`order ${lost[0] ?? ''} did`);
    });

  it('is wrong where a step was done twice, in the databases or on the accounts alone', async () => {
    const again = ({ steps }: Evidence) => steps.filter(({ _id }) => _id === 'a.charge');
    expect(await changed((right) => ({ steps: [...right.steps, ...again(right)] }))).to.throw('order a did');
    const charged = await changed(({ balances }) => ({
      balances: { ...balances, rich: { available: 400, held: 0 } },
    }));
    expect(charged).to.throw('rich has 400 and 0 held, not 600 and none');
  });

  it('is wrong where stock stays reserved, or an account is gone', async () => {
    const held = await changed(({ balances }) => ({
      balances: { ...balances, apples: { available: 94, held: 2 } },
    }));
    expect(held).to.throw('apples has 94 and 2 held, not 96 and none');
    expect(await changed(() => ({ balances: {} }))).to.throw('apples has NaN');
  });

  it('is wrong where an order ended otherwise than it had to, of another amount, or never', async () => {
    const rejected = await changed(({ ordered }) => ({
      ordered: ordered.map((one) => ({ ...one, end: 'rejected' as const })),
    }));
    expect(rejected).to.throw('order a did');
    const cheaper = await changed(({ steps }) => ({
      steps: steps.map((one) => (one._id === 'c.charge' ? { ...one, amount: 1 } : one)),
    }));
    expect(cheaper).to.throw('order c did');
    expect(await changed(() => ({ finished: new Set(['a', 'c']) }))).to.throw('order b is not finished');
  });

  it('is wrong where there are steps that nobody ordered', async () => {
    const without = await changed(({ ordered }) => ({ ordered: ordered.slice(1) }));
    expect(without).to.throw('nobody ordered a.place');
  });
});
