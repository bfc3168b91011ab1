// The order service as it runs: HTTP in, commands in, replies out, read models.
import type { ApproveOrder } from '@saga-lab/contracts/order';
import { eventually } from '@saga-lab/platform/time/eventually';
import { message } from '@saga-lab/platform/testing/given';
import { liveService } from '@saga-lab/platform/testing/live-service';
import { expect } from 'chai';
import { service } from './service.ts';

const order = { customerId: 'ada', lines: [{ sku: 'lamp', quantity: 2 }] };

const usual = {
  ANNOUNCE_AFTER_MS: 30_000,
  GIVE_UP_AFTER_MS: 45_000,
  MOST_PENDING_ORDERS: 1_000,
  MOST_OUTBOX_LAG_MS: 30_000,
  PROTOCOLS: ['saga', '2pc'],
  BY_VALUE_PIECES: 10,
};

const live = async (own: Partial<typeof usual> = {}) =>
  liveService('order-service', ({ config, ...ports }) =>
    service({ config: { ...config, ...usual, ...own }, ...ports }),
  );

describe('the order service, running', () => {
  let orders: Awaited<ReturnType<typeof live>>;
  beforeEach(async () => {
    orders = await live();
  });
  afterEach(() => orders.stop());

  const place = (body: unknown = order, key = 'k1') =>
    orders.ask('POST /orders', body, { 'idempotency-key': key });
  const idOf = ({ body }: { body: unknown }) => (body as { orderId: string }).orderId;

  const approve = (orderId: string) => {
    const {
      receivedAt: _at,
      random: _random,
      ...command
    } = message<ApproveOrder>({
      type: 'ApproveOrder',
      source: '/saga-orchestrator',
      sagaId: orderId,
      attempt: 1,
      step: 'approve-order',
      operation: 'action',
      data: { orderId, total: 1000 },
    });
    return orders.send(command);
  };

  it('accepts an order, which can be read at once, and tells the saga', async () => {
    const accepted = await place();
    const orderId = idOf(accepted);
    expect(accepted).to.deep.include({ status: 202, body: { orderId, status: 'PENDING' } });
    expect(accepted.headers.get('location')).to.equal(`/orders/${orderId}`);
    const shown = await orders.ask(`GET /orders/${orderId}`);
    expect(shown.body).to.deep.include({ orderId, ...order, status: 'PENDING', cancelRequested: false });
    await eventually(() => {
      expect(orders.said).to.have.lengthOf(1);
    });
    expect(orders.said[0]).to.deep.include({
      type: 'OrderPlaced',
      sagaId: orderId,
      correlationId: orderId,
      step: 'place-order',
      answer: 'APPLIED',
      operation: 'action',
      attempt: 1,
      data: { orderId, ...order },
    });
  });

  it('takes no new order while as many are pending as may, and says so; then it takes the same request', async () => {
    await orders.stop();
    orders = await live({ MOST_PENDING_ORDERS: 1 });
    const first = await place();
    const refused = await place(order, 'k2');
    expect(refused).to.have.nested.property('body.code', 'OVERLOADED');
    expect([refused.status, refused.headers.get('retry-after')]).to.deep.equal([503, '1']);
    expect((await orders.ask('GET /orders')).body)
      .to.have.property('items')
      .with.lengthOf(1);
    await approve(idOf(first));
    await eventually(async () => {
      expect(await place(order, 'k2')).to.have.property('status', 202);
    });
  });

  // @covers R-48
  it('makes one order of the same request, however often and however close together', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => place()));
    expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([202]));
    const [orderId] = new Set(answers.map(idOf));
    await approve(orderId ?? '');
    await eventually(async () => {
      expect((await place()).body).to.deep.equal({ orderId, status: 'APPROVED' });
    });
    expect(orders.said.map(({ type }) => type)).to.deep.equal(['OrderPlaced', 'OrderApproved']);
  });

  // @covers R-48
  it('refuses the same key with another body, also when both come at once', async () => {
    const other = { ...order, lines: [{ sku: 'desk', quantity: 1 }] };
    const together = await Promise.all([place(), place(other)]);
    expect(together.map(({ status }) => status)).to.deep.equal([202, 422]);
    expect((await place(other)).status).to.equal(422);
  });

  it('takes an order under another protocol than the saga, which is part of the request', async () => {
    const { status, body } = await place({ ...order, protocol: '2pc' });
    expect(status).to.equal(202);
    const { orderId } = body as { orderId: string };
    expect((await orders.ask(`GET /orders/${orderId}`)).body).to.include({
      protocol: '2pc',
      status: 'PENDING',
    });
    expect((await place({ ...order, protocol: '2pc' })).body).to.deep.equal(body);
    expect((await place(order)).status).to.equal(422);
    await place(order, 'k2');
    await eventually(async () => {
      const listed = await orders.ask('GET /orders?protocol=2pc');
      expect((listed.body as { items: unknown[] }).items).to.have.lengthOf(1);
      const others = await orders.ask('GET /orders?protocol=saga');
      expect((others.body as { items: unknown[] }).items).to.have.lengthOf(1);
    });
  });

  it('means the saga by no protocol', async () => {
    const { body } = await place({ ...order, protocol: 'saga' });
    expect((await place(order)).body).to.deep.equal(body);
  });

  it('takes none under a protocol that nobody knows, or that does not run here', async () => {
    expect((await place({ ...order, protocol: '4pc' })).status).to.equal(400);
    await orders.stop();
    orders = await live({ PROTOCOLS: ['saga'] });
    const { status, body } = await place({ ...order, protocol: '2pc' });
    expect([status, (body as { code: string }).code]).to.deep.equal([503, 'PROTOCOL_NOT_RUNNING']);
    expect((await place(order)).status).to.equal(202);
  });

  it('keeps the keys of two customers apart', async () => {
    expect(idOf(await place())).not.to.equal(idOf(await place({ ...order, customerId: 'bob' })));
  });

  it('refuses what cannot be an order, and makes none', async () => {
    const line = { sku: 'lamp', quantity: 1 };
    const wrong = [
      {},
      { customerId: 'ada' },
      { ...order, total: 1 },
      { ...order, lines: [] },
      { ...order, lines: [line, line] },
      ...[0, -1, 1.5, 10_001, '1'].map((quantity) => ({ ...order, lines: [{ sku: 'lamp', quantity }] })),
    ];
    for (const body of wrong) expect((await place(body)).status, JSON.stringify(body)).to.equal(400);
    expect((await orders.ask('POST /orders', order)).status).to.equal(400);
    expect((await orders.ports.store.page(undefined, 10)).commits).to.deep.equal([]);
  });

  it('notes a cancellation, and again, until the order is approved', async () => {
    const orderId = idOf(await place());
    for (const _time of [1, 2]) {
      const cancelled = await orders.ask(`POST /orders/${orderId}/cancel`);
      expect(cancelled.status).to.equal(202);
      expect(cancelled.body).to.deep.include({ status: 'PENDING', cancelRequested: true });
    }
    await eventually(() => {
      expect(orders.said).to.have.lengthOf(2);
    });
    expect(orders.said[1]).to.deep.include({ type: 'OrderCancellationRequested', sagaId: orderId });
  });

  it('does not cancel what is approved or unknown', async () => {
    const orderId = idOf(await place());
    await approve(orderId);
    await eventually(() => {
      expect(orders.said).to.have.lengthOf(2);
    });
    const late = await orders.ask(`POST /orders/${orderId}/cancel`);
    expect(late.status).to.equal(409);
    expect(late.body).to.deep.include({ code: 'ORDER_ALREADY_APPROVED' });
    expect((await orders.ask('POST /orders/none/cancel')).status).to.equal(404);
  });

  it('lists orders by status and customer', async () => {
    const orderId = idOf(await place());
    await place({ ...order, customerId: 'bob' });
    const found = async (query: string) =>
      ((await orders.ask(`GET /orders${query}`)).body as { items: { orderId: string }[] }).items;
    await eventually(async () => {
      expect(await found('')).to.have.lengthOf(2);
    });
    expect((await found('?customerId=ada')).map((each) => each.orderId)).to.deep.equal([orderId]);
    expect(await found('?status=APPROVED')).to.deep.equal([]);
    expect((await orders.ask('GET /orders?status=WRONG')).status).to.equal(400);
  });

  it('shows the history of an order', async () => {
    const orderId = idOf(await place());
    const history = await orders.ask(`GET /orders/${orderId}/history`);
    const { items } = history.body as { items: { type: string }[] };
    expect(items.map(({ type }) => type)).to.deep.equal(['OrderPlaced', 'CommandAnswered']);
  });
});

describe('an order of a protocol that does not run any more', () => {
  it('is answered as before where its key is known, and a new one is not taken', async () => {
    const running = ['saga', '2pc'];
    const orders = await live({ PROTOCOLS: running });
    try {
      const place = (key: string) =>
        orders.ask('POST /orders', { ...order, protocol: '2pc' }, { 'idempotency-key': key });
      const first = await place('k1');
      expect(first.status).to.equal(202);
      running.pop();
      const { status, body } = await place('k1');
      expect([status, body]).to.deep.equal([202, first.body]);
      const another = await place('k2');
      expect(another.status).to.equal(503);
      expect(another.body).to.include({ code: 'PROTOCOL_NOT_RUNNING' });
      const reused = { ...order, lines: [{ sku: 'lamp', quantity: 3 }], protocol: '2pc' };
      expect((await orders.ask('POST /orders', reused, { 'idempotency-key': 'k1' })).status).to.equal(422);
    } finally {
      await orders.stop();
    }
  });
});

describe('the order service without an orchestrator', () => {
  it('announces a pending order again and again', async () => {
    const orders = await live({ ANNOUNCE_AFTER_MS: 20 });
    try {
      await orders.ask('POST /orders', order, { 'idempotency-key': 'k1' });
      const announced = await eventually(() => {
        const byId = new Map(orders.said.map((each) => [each.id, each]));
        expect(byId.size).to.be.at.least(3);
        return [...byId.values()].slice(0, 3);
      });
      expect(announced.map(({ answer, attempt }) => [answer, attempt])).to.deep.equal([
        ['APPLIED', 1],
        ['DUPLICATE', 2],
        ['DUPLICATE', 3],
      ]);
    } finally {
      await orders.stop();
    }
  });
});
