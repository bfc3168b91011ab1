// The inventory service as it runs: HTTP in, commands in, replies out, read models.
import { HeldDto } from '@saga-lab/contracts/dtos/held';
import type { ReserveStock } from '@saga-lab/contracts/inventory';
import type { Line } from '@saga-lab/contracts/primitives';
import { eventually } from '@saga-lab/platform/time/eventually';
import { message } from '@saga-lab/platform/testing/given';
import { liveService } from '@saga-lab/platform/testing/live-service';
import { expect } from 'chai';
import { service } from './service.ts';

describe('the inventory service, running', () => {
  let live: Awaited<ReturnType<typeof liveService>>;
  beforeEach(async () => {
    live = await liveService('inventory-service', service);
  });
  afterEach(() => live.stop());

  const reserve = (lines: readonly Line[], id = 'm1') => {
    const {
      receivedAt: _at,
      random: _random,
      ...command
    } = message<ReserveStock>({
      type: 'ReserveStock',
      id,
      source: '/saga-orchestrator',
      sagaId: 'o1',
      attempt: 1,
      step: 'reserve-stock',
      operation: 'action',
      data: { orderId: 'o1', lines: [...lines] },
    });
    return command;
  };

  it('puts stock, and says what is in force', async () => {
    const put = await live.ask('PUT /stock/lamp', { onHand: 5, unitPrice: 100 });
    expect(put.status).to.equal(200);
    expect(put.body).to.deep.equal({
      sku: 'lamp',
      onHand: 5,
      available: 5,
      reserved: 0,
      shipped: 0,
      unitPrice: 100,
      version: 1,
    });
    const same = await live.ask('PUT /stock/lamp', { onHand: 5, unitPrice: 100 });
    expect(same).to.deep.include({ status: 200, body: put.body });
  });

  // @covers R-53
  it('lets only the administrator put stock', async () => {
    const put = await live.ask(
      'PUT /stock/lamp',
      { onHand: 5, unitPrice: 100 },
      { authorization: 'Bearer x' },
    );
    expect(put.status).to.equal(401);
  });

  it('refuses stock of impossible values', async () => {
    for (const body of [{ onHand: -1, unitPrice: 1 }, { onHand: 1.5, unitPrice: 1 }, { onHand: 1 }])
      expect((await live.ask('PUT /stock/lamp', body)).status).to.equal(400);
  });

  it('reserves on command, replies, and shows stock and reservation', async () => {
    await live.ask('PUT /stock/lamp', { onHand: 5, unitPrice: 100 });
    await live.send(reserve([{ sku: 'lamp', quantity: 2 }]));
    await eventually(() => {
      expect(live.said).to.have.lengthOf(1);
    });
    expect(live.said[0]).to.deep.include({ type: 'StockReserved', answer: 'APPLIED', sagaId: 'o1' });
    const stock = await live.ask('GET /stock/lamp');
    expect(stock.body).to.deep.include({ available: 3, reserved: 2 });
    const reservation = await live.ask('GET /reservations/o1');
    const lines = [{ sku: 'lamp', quantity: 2, unitPrice: 100 }];
    expect(reservation.body).to.deep.equal({ orderId: 'o1', status: 'RESERVED', lines, version: 2 });
    const tooLittle = await live.ask('PUT /stock/lamp', { onHand: 1, unitPrice: 100 });
    expect(tooLittle).to.deep.include({ status: 409 });
  });

  // @covers R-09
  it('reserves the largest order there can be, and what that causes is far from too large', async () => {
    const skus = Array.from({ length: 100 }, (_, n) => String(n).padStart(64, 'x'));
    const stock = { onHand: 10_000, unitPrice: 100_000_000 };
    await Promise.all(skus.map((sku) => live.ask(`PUT /stock/${sku}`, stock)));
    await live.send(reserve(skus.map((sku) => ({ sku, quantity: 10_000 }))));
    await eventually(() => {
      expect(live.said).to.have.lengthOf(1);
    });
    expect(live.said[0]).to.include({ type: 'StockReserved' });
    expect(JSON.stringify(await live.ports.store.find(['m1']))).to.have.length.below(128 * 1024);
  });

  it('shows the history of a thing, page by page', async () => {
    for (const onHand of [1, 2, 3])
      await live.ask('PUT /stock/lamp', { onHand, unitPrice: 1 }, { 'x-operator': 'grace' });
    const first = await live.ask('GET /stock/lamp/history?limit=2');
    const { items, next } = first.body as { items: object[]; next: string };
    expect(next).to.equal('2');
    expect(items).to.have.lengthOf(2);
    for (const [n, item] of items.entries()) {
      const data = { onHand: n + 1, unitPrice: 1, by: 'grace' };
      expect(item)
        .to.deep.include({ version: n + 1, type: 'StockAdjusted', data })
        .and.have.property('at');
    }
    const rest = await live.ask('GET /stock/lamp/history?limit=2&after=2');
    expect((rest.body as { items: unknown[] }).items).to.have.lengthOf(1);
    expect((await live.ask('GET /stock/lamp/history?after=x')).status).to.equal(400);
  });

  describe('restoring stock', () => {
    const restore = (body: object, key = 'k1') =>
      live.ask('POST /stock/lamp/restore', body, { 'idempotency-key': key, 'x-operator': 'grace' });
    const back = { toVersion: 1, reason: 'counted wrong' };

    it('brings back what was available, once for one key, and says so in the history', async () => {
      for (const onHand of [5, 50]) await live.ask('PUT /stock/lamp', { onHand, unitPrice: 100 });
      const first = await restore(back);
      expect(first).to.deep.include({ status: 200 });
      expect(first.body).to.deep.include({ available: 5, onHand: 5, version: 3 });
      await live.ask('PUT /stock/lamp', { onHand: 60, unitPrice: 100 });
      expect((await restore(back)).body).to.deep.include({ available: 60, version: 4 });
      expect(await restore({ ...back, toVersion: 2 })).to.deep.include({ status: 422 });
      const history = await live.ask('GET /stock/lamp/history?after=2&limit=1');
      const data = { ...back, onHand: 5, unitPrice: 100, undone: [], undoneSince: false, by: 'grace' };
      expect((history.body as { items: object[] }).items[0]).to.deep.include({ type: 'StockRestored', data });
    });

    it('is refused while an order holds what was available then, and says which', async () => {
      await live.ask('PUT /stock/lamp', { onHand: 5, unitPrice: 100 });
      await live.send(reserve([{ sku: 'lamp', quantity: 2 }]));
      await eventually(() => {
        expect(live.said).to.have.lengthOf(1);
      });
      const refused = await restore(back);
      expect(refused).to.deep.include({ status: 409 });
      expect(refused.body).to.deep.include({ code: 'HELD_BY_SAGAS' });
      expect((refused.body as { detail: string }).detail).to.include('order o1 holds 2');
    });

    it('says how many orders hold some, and lists the first, however many they are', async () => {
      await live.ask('PUT /stock/lamp', { onHand: 1_000, unitPrice: 100 });
      const orders = Array.from({ length: 111 }, (_, n) => `o${n}`);
      const lines = [{ sku: 'lamp', quantity: 2 }];
      for (const orderId of orders)
        await live.send({ ...reserve(lines, orderId), sagaId: orderId, data: { orderId, lines } });
      await eventually(() => {
        expect(live.said).to.have.lengthOf(orders.length);
      });
      const refused = await restore({ ...back, undone: ['o3'] });
      expect(refused).to.deep.include({ status: 409 });
      const { detail, held } = refused.body as { detail: string; held: unknown };
      const { total, orders: listed } = HeldDto.parse(held);
      expect([total, listed.length]).to.deep.equal([111, 100]);
      expect(listed[0]).to.deep.equal({ orderId: 'o0', amount: 2 });
      expect(detail).to.include('and 101 more hold some');
    });

    it('names a version that never was, and a thing that is not there', async () => {
      await live.ask('PUT /stock/lamp', { onHand: 5, unitPrice: 100 });
      const unknown = await restore({ ...back, toVersion: 9 });
      expect(unknown.body).to.deep.include({
        code: 'NO_SUCH_VERSION',
        detail: 'The stock of lamp has the versions 1 to 1: there is no version 9.',
      });
      expect(unknown.status).to.equal(404);
      const none = await live.ask('POST /stock/none/restore', back, { 'idempotency-key': 'k' });
      expect(none).to.deep.include({ status: 404 });
      for (const toVersion of [0, -1, 1.5, '1'])
        expect(await restore({ ...back, toVersion })).to.deep.include({ status: 400 });
      expect(await live.ask('POST /stock/lamp/restore', back)).to.deep.include({ status: 400 });
    });

    it('is decided one after the other where several come at once', async () => {
      for (const onHand of [5, 6, 50]) await live.ask('PUT /stock/lamp', { onHand, unitPrice: 100 });
      const answers = await Promise.all(
        [1, 2, 1, 2, 1].map((toVersion, n) => restore({ ...back, toVersion }, `at-once-${n}`)),
      );
      expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200, 200]);
      const { items } = (await live.ask('GET /stock/lamp/history?after=3')).body as {
        items: { data: { toVersion: number; onHand: number } }[];
      };
      for (const { data } of items) expect(data.onHand).to.equal(data.toVersion === 1 ? 5 : 6);
    });
  });

  it('lists all stock from its read model', async () => {
    for (const sku of ['desk', 'lamp']) await live.ask(`PUT /stock/${sku}`, { onHand: 1, unitPrice: 1 });
    await eventually(async () => {
      const { body } = await live.ask('GET /stock?limit=1');
      const { items, next } = body as { items: { sku: string }[]; next: string };
      expect(items.map(({ sku }) => sku)).to.deep.equal(['desk']);
      const rest = await live.ask(`GET /stock?after=${next}`);
      expect((rest.body as { items: { sku: string }[] }).items.map(({ sku }) => sku)).to.deep.equal(['lamp']);
    });
  });

  it('says 404 for what it does not know, and 400 for ids that cannot be', async () => {
    for (const path of [
      '/stock/none',
      '/stock/none/history',
      '/reservations/none',
      '/reservations/none/history',
    ])
      expect((await live.ask(`GET ${path}`)).status, path).to.equal(404);
    expect((await live.ask('GET /stock/a@b')).status).to.equal(400);
  });
});
