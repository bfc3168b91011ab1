// Orders that ask to be taken by their value: who decides about each follows from how large it is.
import { eventually } from '@saga-lab/platform/time/eventually';
import { liveService } from '@saga-lab/platform/testing/live-service';
import { expect } from 'chai';
import { defaults } from './component.ts';
import { service } from './service.ts';

const LEAST = 4;

describe('Orders by value', () => {
  let orders: Awaited<ReturnType<typeof live>>;
  const live = () =>
    liveService('order-service', ({ config, ...ports }) =>
      service({
        config: {
          ...config,
          ANNOUNCE_AFTER_MS: defaults.announceAfterMs,
          GIVE_UP_AFTER_MS: defaults.giveUpAfterMs,
          MOST_PENDING_ORDERS: defaults.mostPendingOrders,
          MOST_OUTBOX_LAG_MS: defaults.mostOutboxLagMs,
          BY_VALUE_PIECES: LEAST,
        },
        ...ports,
      }),
    );
  beforeEach(async () => {
    orders = await live();
  });
  afterEach(() => orders.stop());

  const place = (quantities: readonly number[], key: string) =>
    orders.ask(
      'POST /orders',
      {
        customerId: 'ada',
        lines: quantities.map((quantity, n) => ({ sku: `lamp-${n}`, quantity })),
        protocol: 'by-value',
      },
      { 'idempotency-key': key },
    );
  const protocolOf = async ({ body }: { readonly body: unknown }): Promise<unknown> => {
    expect(body).to.include.keys('orderId');
    const { orderId } = body as { readonly orderId: string };
    return ((await orders.ask(`GET /orders/${orderId}`)).body as { readonly protocol: string }).protocol;
  };

  it('go by the saga below the limit, and by two-phase commit from it on, all lines together', async () => {
    expect(await protocolOf(await place([LEAST - 1], 'small'))).to.equal('saga');
    expect(await protocolOf(await place([LEAST - 2, 1], 'two-lines'))).to.equal('saga');
    expect(await protocolOf(await place([LEAST - 1, 1], 'large'))).to.equal('2pc');
    await eventually(() => {
      expect(
        orders.said.map(({ type }) => type),
        'what sagas hear of',
      ).to.deep.equal(['OrderPlaced', 'OrderPlaced']);
    });
  });

  it('are the same order under the same key, and no other than they were', async () => {
    const first = await place([LEAST], 'k1');
    expect((await place([LEAST], 'k1')).body).to.deep.equal(first.body);
    expect((await place([1], 'k1')).status).to.equal(422);
  });

  it('are listed under what they came to: nobody decides by value', async () => {
    expect((await orders.ask('GET /orders?protocol=by-value')).status).to.equal(400);
  });
});
