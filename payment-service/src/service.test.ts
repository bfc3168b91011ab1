// The payment service as it runs: HTTP in, commands in, replies out, read models.
import { HeldDto } from '@saga-lab/contracts/dtos/held';
import type { ChargePayment } from '@saga-lab/contracts/payment';
import { eventually } from '@saga-lab/platform/time/eventually';
import { message } from '@saga-lab/platform/testing/given';
import { liveService } from '@saga-lab/platform/testing/live-service';
import { expect } from 'chai';
import { service } from './service.ts';

describe('the payment service, running', () => {
  let live: Awaited<ReturnType<typeof liveService>>;
  beforeEach(async () => {
    live = await liveService('payment-service', service);
  });
  afterEach(() => live.stop());

  const charge = (amount: number) => {
    const {
      receivedAt: _at,
      random: _random,
      ...command
    } = message<ChargePayment>({
      type: 'ChargePayment',
      source: '/saga-orchestrator',
      sagaId: 'o1',
      attempt: 1,
      step: 'charge-payment',
      operation: 'action',
      data: { orderId: 'o1', customerId: 'ada', amount },
    });
    return command;
  };

  it('opens an account, and says what is in force', async () => {
    const put = await live.ask('PUT /accounts/ada', { opening: 1000 });
    const account = {
      customerId: 'ada',
      opening: 1000,
      balance: 1000,
      charged: 0,
      refunded: 0,
      held: 0,
      version: 1,
    };
    expect(put).to.deep.include({ status: 200, body: account });
    expect((await live.ask('PUT /accounts/ada', { opening: 1000 })).body).to.deep.equal(account);
  });

  // @covers R-53
  it('lets only the administrator open accounts', async () => {
    const put = await live.ask('PUT /accounts/ada', { opening: 1 }, { authorization: 'Bearer x' });
    expect(put.status).to.equal(401);
  });

  it('keeps in the history of an account who set it', async () => {
    for (const [n, operator] of ['grace', 'ada'].entries())
      await live.ask('PUT /accounts/ada', { opening: n }, { 'x-operator': operator });
    const { items } = (await live.ask('GET /accounts/ada/history')).body as {
      items: { type: string; data: unknown }[];
    };
    expect(items.map(({ type, data }) => [type, data])).to.deep.equal([
      ['AccountOpened', { opening: 0, by: 'grace' }],
      ['AccountAdjusted', { opening: 1, by: 'ada' }],
    ]);
  });

  it('dates an act behind the history that its operator has seen, and believes no more than that', async () => {
    await live.ask('PUT /accounts/ada', { opening: 1 }, { 'x-lamport': '41' });
    const { items } = (await live.ask('GET /commits')).body as { items: { lamport: number }[] };
    expect(items.map(({ lamport }) => lamport)).to.deep.equal([42]);
    for (const seen of ['-1', '1.5', 'ten', String(2 ** 32 + 1)]) {
      const refused = await live.ask('PUT /accounts/ada', { opening: 2 }, { 'x-lamport': seen });
      expect(refused.status, seen).to.equal(400);
    }
  });

  it('charges on command, replies, and shows account and payment', async () => {
    await live.ask('PUT /accounts/ada', { opening: 1000 });
    await live.send(charge(300));
    await eventually(() => {
      expect(live.said).to.have.lengthOf(1);
    });
    expect(live.said[0]).to.deep.include({ type: 'PaymentCharged', answer: 'APPLIED', sagaId: 'o1' });
    expect((await live.ask('GET /accounts/ada')).body).to.deep.include({ balance: 700, charged: 300 });
    expect((await live.ask('GET /payments/o1')).body).to.deep.equal({
      orderId: 'o1',
      status: 'CHARGED',
      customerId: 'ada',
      amount: 300,
      version: 2,
    });
    expect(await live.ask('PUT /accounts/ada', { opening: 299 })).to.deep.include({ status: 409 });
    const history = await live.ask('GET /payments/o1/history');
    const types = (history.body as { items: { type: string }[] }).items.map(({ type }) => type);
    expect(types).to.deep.equal(['PaymentCharged', 'CommandAnswered']);
  });

  it('restores an account, and says which orders stand in the way', async () => {
    const restore = (body: object, key: string) =>
      live.ask('POST /accounts/ada/restore', body, { 'idempotency-key': key });
    const back = { toVersion: 1, reason: 'a mistake' };
    await live.ask('PUT /accounts/ada', { opening: 1000 });
    await live.send(charge(300));
    await eventually(() => {
      expect(live.said).to.have.lengthOf(1);
    });
    const refused = await restore(back, 'k1');
    expect(refused).to.deep.include({ status: 409 });
    expect((refused.body as { detail: string }).detail).to.include('order o1 holds 300');
    for (const key of ['k2', 'k2', 'k3'])
      expect((await restore({ ...back, undone: ['o1'] }, key)).body).to.deep.include({
        opening: 1300,
        balance: 1000,
        version: 3,
      });
    expect((await restore({ ...back, toVersion: 4 }, 'k4')).status).to.equal(404);
  });

  it('says how many orders stand in the way, and lists the first, however many they are', async () => {
    await live.ask('PUT /accounts/ada', { opening: 1000 });
    const orders = Array.from({ length: 111 }, (_, n) => `o${n}`);
    for (const orderId of orders)
      await live.send({
        ...charge(2),
        id: orderId,
        sagaId: orderId,
        data: { orderId, customerId: 'ada', amount: 2 },
      });
    await eventually(() => {
      expect(live.said).to.have.lengthOf(orders.length);
    });
    const refusedBut = async (undone: readonly string[]) => {
      const body = { toVersion: 1, reason: 'a mistake', undone };
      const key = `but-${undone.length}`;
      const refused = await live.ask('POST /accounts/ada/restore', body, { 'idempotency-key': key });
      expect(refused).to.deep.include({ status: 409 });
      const { detail, held } = refused.body as { detail: string; held: unknown };
      return { detail, ...HeldDto.parse(held) };
    };
    const all = await refusedBut([]);
    expect(all.total).to.equal(111);
    expect(all.orders).to.have.lengthOf(100);
    expect(all.detail).to.include('and 101 more hold some');
    const named = orders.slice(0, 9);
    const others = await refusedBut(named);
    expect(others.total).to.equal(102);
    expect(others.orders.map(({ orderId }) => orderId)).not.to.include.members(named.slice(0, 1));
    const rest = await live.ask('GET /accounts/ada/history?after=101&limit=100');
    expect((rest.body as { items: unknown[] }).items).to.have.lengthOf(11);
  });

  it('says 404 for what it does not know', async () => {
    for (const path of [
      '/accounts/none',
      '/accounts/none/history',
      '/payments/none',
      '/payments/none/history',
    ])
      expect((await live.ask(`GET ${path}`)).status, path).to.equal(404);
  });
});
