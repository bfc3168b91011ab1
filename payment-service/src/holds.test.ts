// What the payment service holds under two-phase commit, as it is seen and decided by hand while the outcome is unknown.
import type { Message } from '@saga-lab/platform/decider/message';
import { message } from '@saga-lab/platform/testing/given';
import { liveService } from '@saga-lab/platform/testing/live-service';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { service } from './service.ts';

const lines = [{ sku: 'lamp', quantity: 1, unitPrice: 300 }];
const terms = { orderId: 'o1', customerId: 'ada', lines, amount: 300 };

describe('a hold in doubt', () => {
  let live: Awaited<ReturnType<typeof liveService>>;
  beforeEach(async () => {
    live = await liveService('payment-service', service);
    await live.ask('PUT /accounts/ada', { opening: 1000 });
    await hear('2pc.Prepare', terms);
    await eventually(async () => {
      expect((await live.ask('GET /holds/o1')).status).to.equal(200);
    });
  });
  afterEach(() => live.stop());

  const hear = (type: string, data: { readonly orderId: string }) => {
    const {
      receivedAt: _at,
      random: _random,
      ...sent
    } = message<Message>({ type, id: type, source: '/saga-orchestrator', sagaId: data.orderId, data });
    return live.send(sent);
  };
  const decide = (act: string) => live.ask(`POST /holds/o1/${act}`, { reason: 'its coordinator is lost' });
  const accountIs = (expected: object) =>
    eventually(async () => {
      expect((await live.ask('GET /accounts/ada')).body).to.include(expected);
    });

  it('says under which protocol and where it is, while the money is set aside', async () => {
    const { body } = await live.ask('GET /holds/o1');
    expect(body).to.include({ orderId: 'o1', protocol: '2pc', status: 'IN_DOUBT', role: 'PREPARED' });
    await accountIs({ balance: 700, held: 300, charged: 0 });
    expect((await live.ask('GET /holds/o2')).status).to.equal(404);
  });

  it('is committed by hand, once: a second, different decision is refused', async () => {
    const { status, body } = await decide('commit');
    expect([status, (body as { role: string }).role]).to.deep.equal([200, 'BY_HAND']);
    await accountIs({ balance: 700, held: 0, charged: 300 });
    const { status: refused, body: why } = await decide('abort');
    expect([refused, (why as { code: string }).code]).to.deep.equal([409, 'DECIDED_OTHERWISE']);
    await accountIs({ balance: 700, held: 0, charged: 300 });
  });

  it('is committed by hand a second time with the answer of the first time', async () => {
    const { body: first } = await decide('commit');
    const { status, body } = await decide('commit');
    expect(status).to.equal(200);
    expect(body).to.deep.equal(first);
    expect((body as { byHand: object }).byHand).to.include({
      outcome: 'COMMIT',
      by: 'admin',
      reason: 'its coordinator is lost',
    });
  });

  it('is found in a list by its status, and by its protocol', async () => {
    const listed = async (query: string) => {
      const { body } = await live.ask(`GET /holds?${query}`);
      return (body as { items: readonly { orderId: string }[] }).items.map(({ orderId }) => orderId);
    };
    await hear('tcc.Try', { ...terms, orderId: 'o2' });
    await eventually(async () => {
      expect(await listed('status=IN_DOUBT')).to.deep.equal(['o1', 'o2']);
    });
    expect(await listed('status=IN_DOUBT&protocol=tcc')).to.deep.equal(['o2']);
    expect(await listed('status=DAMAGED')).to.deep.equal([]);
    expect((await live.ask('GET /holds?protocol=saga')).status).to.equal(400);
  });

  it('is listed page by page over all protocols', async () => {
    for (const [type, orderId] of [
      ['tcc.Try', 'o2'],
      ['3pc.Prepare', 'o3'],
    ] as const)
      await hear(type, { ...terms, orderId });
    const all: string[] = [];
    await eventually(async () => {
      all.length = 0;
      for (let after = ''; ;) {
        const { body } = await live.ask(`GET /holds?limit=1${after}`);
        const page = body as { items: readonly { orderId: string }[]; next?: string };
        all.push(...page.items.map(({ orderId }) => orderId));
        if (page.next === undefined) break;
        after = `&after=${page.next}`;
      }
      expect(all).to.have.members(['o1', 'o2', 'o3']);
    });
  });

  it('is aborted by hand, and shows the damage when it hears that the others have committed', async () => {
    expect((await decide('abort')).status).to.equal(200);
    await accountIs({ balance: 1000, held: 0, charged: 0 });
    await hear('2pc.Commit', terms);
    await eventually(async () => {
      const { body } = await live.ask('GET /holds/o1');
      expect(body).to.include({ status: 'DAMAGED', role: 'DAMAGED' });
      expect((body as { damage: object }).damage).to.include({ outcome: 'COMMIT' });
    });
    await accountIs({ balance: 1000, held: 0, charged: 0 });
  });

  it('is not for a person to decide once the outcome is known, nor for anybody but the administrator', async () => {
    const refused = await live.ask('POST /holds/o1/commit', { reason: 'x' }, { authorization: 'Bearer x' });
    expect(refused.status).to.equal(401);
    await hear('2pc.Commit', terms);
    await accountIs({ charged: 300 });
    const { status, body } = await decide('abort');
    expect([status, (body as { code: string }).code]).to.deep.equal([409, 'NOT_IN_DOUBT']);
  });
});
