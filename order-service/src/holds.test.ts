// An order under two-phase commit while its outcome is unknown: placing it was the order service's vote, so it is in doubt.
import type { Message } from '@saga-lab/platform/decider/message';
import { message } from '@saga-lab/platform/testing/given';
import { liveService } from '@saga-lab/platform/testing/live-service';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { defaults } from './component.ts';
import { service } from './service.ts';

const request = { customerId: 'ada', lines: [{ sku: 'lamp', quantity: 2 }] };
const reason = 'its coordinator is lost';

const live = () =>
  liveService('order-service', ({ config, ...ports }) =>
    service({
      config: {
        ...config,
        ANNOUNCE_AFTER_MS: defaults.announceAfterMs,
        GIVE_UP_AFTER_MS: defaults.giveUpAfterMs,
        MOST_PENDING_ORDERS: defaults.mostPendingOrders,
        MOST_OUTBOX_LAG_MS: defaults.mostOutboxLagMs,
        PROTOCOLS: [...defaults.protocols],
        BY_VALUE_PIECES: 10,
      },
      ...ports,
    }),
  );

describe('an order in doubt', () => {
  let orders: Awaited<ReturnType<typeof live>>;
  beforeEach(async () => {
    orders = await live();
  });
  afterEach(() => orders.stop());

  const place = async (protocol: string): Promise<string> => {
    const { body } = await orders.ask(
      'POST /orders',
      { ...request, protocol },
      { 'idempotency-key': protocol },
    );
    return (body as { orderId: string }).orderId;
  };
  const hear = (type: string, data: { readonly orderId: string }) => {
    const {
      receivedAt: _at,
      random: _random,
      ...sent
    } = message<Message>({ type, id: type, source: '/saga-orchestrator', sagaId: data.orderId, data });
    return orders.send(sent);
  };
  const decide = (orderId: string, act: string, more: object = {}) =>
    orders.ask(`POST /holds/${orderId}/${act}`, { reason, ...more });
  const codeOf = ({ body }: { readonly body: unknown }) => (body as { readonly code: string }).code;
  const orderIs = async (orderId: string, expected: object) => {
    expect((await orders.ask(`GET /orders/${orderId}`)).body).to.include(expected);
  };

  it('is listed with what it is about and since when', async () => {
    const orderId = await place('2pc');
    const items = await eventually(async () => {
      const { body } = await orders.ask('GET /holds?status=IN_DOUBT&protocol=2pc');
      const listed = (body as { items: readonly object[] }).items;
      expect(listed).to.have.lengthOf(1);
      return listed;
    });
    expect(items[0]).to.deep.include({
      orderId,
      protocol: '2pc',
      role: 'PREPARED',
      about: { orderId, ...request },
    });
    expect(items[0]).to.have.property('since');
  });

  it('is rejected by hand', async () => {
    const orderId = await place('2pc');
    expect((await decide(orderId, 'abort')).status).to.equal(200);
    await orderIs(orderId, { status: 'REJECTED', reason: 'DECIDED_BY_HAND' });
  });

  it('is approved by hand at the prices that the person says, since nobody has said them here', async () => {
    const orderId = await place('2pc');
    expect(codeOf(await decide(orderId, 'commit'))).to.equal('NO_PRICES');
    const { status, body } = await decide(orderId, 'commit', { prices: { lamp: 150 } });
    expect([status, (body as { role: string }).role]).to.deep.equal([200, 'BY_HAND']);
    await orderIs(orderId, { status: 'APPROVED', total: 300 });
    expect(codeOf(await decide(orderId, 'abort'))).to.equal('DECIDED_OTHERWISE');
  });

  it('shows the damage when the outcome is another', async () => {
    const orderId = await place('2pc');
    await decide(orderId, 'commit', { prices: { lamp: 150 } });
    await hear('2pc.Abort', { orderId, ...request, reason: 'TIMED_OUT' } as never);
    await eventually(async () => {
      const { body } = await orders.ask(`GET /holds/${orderId}`);
      expect((body as { damage?: object }).damage).to.include({ outcome: 'ABORT' });
    });
    await orderIs(orderId, { status: 'APPROVED' });
  });

  it('is not for a person to decide under choreography, where the order service is never in doubt', async () => {
    const orderId = await place('choreo');
    expect(codeOf(await decide(orderId, 'abort'))).to.equal('NOT_IN_DOUBT');
    await orderIs(orderId, { status: 'PENDING' });
  });
});
