// Corrections of accounts as operators send them, and what is asked for on both axes of time, on the running service.
import type { AccountDto } from '@saga-lab/contracts/dtos/payment';
import type { ChargePayment } from '@saga-lab/contracts/payment';
import { eventually } from '@saga-lab/platform/time/eventually';
import { message } from '@saga-lab/platform/testing/given';
import { liveService } from '@saga-lab/platform/testing/live-service';
import { expect } from 'chai';
import { service } from './service.ts';

const iso = (at: number): string => new Date(at).toISOString();

describe('correcting an account, on the running service', () => {
  let live: Awaited<ReturnType<typeof liveService>>;
  /** Of the database's clock. */
  let behindMs: number;
  beforeEach(async () => {
    behindMs = 0;
    live = await liveService('payment-service', service, () => Date.now() - behindMs);
  });
  afterEach(() => live.stop());

  let keys = 0;
  const correct = (body: object, key = `k${(keys += 1)}`) =>
    live.ask('POST /accounts/ada/corrections', { reason: 'a mistake', ...body }, { 'idempotency-key': key });
  const history = async () => {
    const { body } = await live.ask('GET /accounts/ada/history?limit=100');
    return (body as { items: { at: number; type: string; data: object }[] }).items;
  };
  const account = async (query = '') => (await live.ask(`GET /accounts/ada${query}`)).body as AccountDto;
  const put = (opening: number) => live.ask('PUT /accounts/ada', { opening });
  /** Resolves with the instant of the newest event, once it has passed. */
  const later = async (): Promise<number> => {
    const at = (await history()).at(-1)?.at ?? 0;
    await eventually(() => {
      expect(Date.now()).to.be.greaterThan(at);
    });
    return at;
  };
  const charge = async (amount: number, orderId = 'o1', customerId = 'ada') => {
    const {
      receivedAt: _at,
      random: _random,
      ...command
    } = message<ChargePayment>({
      type: 'ChargePayment',
      id: `charge-${orderId}`,
      source: '/saga-orchestrator',
      sagaId: orderId,
      attempt: 1,
      step: 'charge-payment',
      operation: 'action',
      data: { orderId, customerId, amount },
    });
    const before = live.said.length;
    await live.send(command);
    await eventually(() => {
      expect(live.said).to.have.lengthOf(before + 1);
    });
  };

  it('adds what was forgotten, takes back what never happened, and has the amount of the truth', async () => {
    await put(100);
    const opened = await later();
    await put(300);
    const adjusted = await later();
    expect((await correct({ kind: 'FORGOTTEN', validFrom: iso(opened), opening: 150 })).body).to.deep.include(
      {
        opening: 300,
        version: 3,
      },
    );
    const openingAt = async (query: string) => (await account(query)).opening;
    expect(await openingAt(`?validAt=${iso(opened)}`)).to.equal(150);
    expect(await openingAt(`?asOf=${iso(adjusted)}&validAt=${iso(opened)}`)).to.equal(100);
    expect((await correct({ kind: 'FALSE', version: 2 })).body).to.deep.include({
      opening: 150,
      balance: 150,
    });
    expect((await correct({ kind: 'WRONG', version: 3, opening: 160 })).body).to.deep.include({
      opening: 160,
    });
    expect((await correct({ kind: 'FALSE', version: 4 })).body).to.deep.include({ opening: 300 });
    expect(await openingAt(`?validAt=${iso(opened)}`)).to.equal(160);
  });

  it('settles a difference for an order, once for one key, and takes it back', async () => {
    await put(100);
    await charge(60);
    const difference = { kind: 'DIFFERENCE', orderId: 'o1', because: 'http:correct-stock:lamp:1' };
    expect((await correct({ ...difference, amount: 15 }, 'one')).body).to.deep.include({
      opening: 115,
      balance: 55,
    });
    expect((await correct({ ...difference, amount: 15 }, 'one')).body).to.deep.include({ balance: 55 });
    expect((await correct({ ...difference, amount: -55 })).body).to.deep.include({ opening: 60, balance: 0 });
    const poor = await correct({ ...difference, amount: -1 });
    expect(poor.body).to.deep.include({ status: 409, code: 'BELOW_CHARGED' });
    expect((await correct({ kind: 'FALSE', version: 4 })).body).to.deep.include({ balance: 55 });
    expect((await correct({ kind: 'WRONG', version: 1, opening: 90 })).body).to.deep.include({ balance: 45 });
    expect(await account(`?validAt=${iso(await later())}`)).to.deep.equal(await account());
  });

  it('shows a past that was impossible, as it is known now, and refuses such a present', async () => {
    await put(100);
    await charge(60);
    const charged = await later();
    await put(200);
    expect((await correct({ kind: 'WRONG', version: 1, opening: 50 })).body).to.deep.include({
      balance: 140,
    });
    expect(await account(`?validAt=${iso(charged)}`)).to.deep.include({
      opening: 50,
      balance: -10,
      charged: 60,
    });
    expect((await correct({ kind: 'FALSE', version: 3 })).body).to.deep.include({ code: 'BELOW_CHARGED' });
    expect(await history()).to.have.length(4);
  });

  it('is refused by name for what cannot be corrected, and changes nothing', async () => {
    await put(100);
    await charge(60);
    await live.ask('PUT /accounts/eve', { opening: 100 });
    await charge(10, 'o2', 'eve');
    await correct({ kind: 'DIFFERENCE', orderId: 'o1', amount: 1, because: 'c' });
    const difference = { kind: 'DIFFERENCE', because: 'c', amount: 1 };
    const refusals: readonly (readonly [object, number, string])[] = [
      [{ kind: 'FALSE', version: 9 }, 404, 'NO_SUCH_VERSION'],
      [{ kind: 'FALSE', version: 2 }, 409, 'NOT_CORRECTABLE'],
      [{ kind: 'WRONG', version: 3, opening: 7 }, 409, 'NOT_CORRECTABLE'],
      [{ kind: 'WRONG', version: 1, opening: 100 }, 409, 'NOTHING_TO_CORRECT'],
      [{ kind: 'WRONG', version: 1, opening: Number.MAX_SAFE_INTEGER }, 409, 'TOO_MUCH_MONEY'],
      [{ ...difference, orderId: 'o2' }, 409, 'NOT_CHARGED'],
      [{ ...difference, orderId: 'o9' }, 404, 'NOT_FOUND'],
      [{ ...difference, orderId: 'o1', amount: 0 }, 400, 'VALIDATION_FAILED'],
      [{ ...difference, orderId: 'o1', amount: 1.5 }, 400, 'VALIDATION_FAILED'],
      [{ kind: 'WRONG', version: 1 }, 400, 'VALIDATION_FAILED'],
    ];
    for (const [body, status, code] of refusals)
      expect((await correct(body)).body, JSON.stringify(body)).to.deep.include({ status, code });
    expect(await history()).to.have.length(3);
  });

  it('stands in the statement as a line of its own', async () => {
    await put(100);
    await charge(60);
    await correct({ kind: 'DIFFERENCE', orderId: 'o1', amount: 15, because: 'c' });
    await correct({ kind: 'WRONG', version: 1, opening: 90 });
    const { body } = await live.ask('GET /accounts/ada/statement?atLeast=4');
    const [, , difference, wrong] = (body as { items: object[] }).items;
    expect(difference).to.deep.include({
      type: 'AccountCorrected',
      orderId: 'o1',
      amount: 15,
      balance: 55,
      corrects: 'DIFFERENCE',
    });
    expect(wrong).to.deep.include({
      type: 'AccountCorrected',
      amount: -10,
      balance: 45,
      corrects: 'WRONG',
      correctsVersion: 1,
    });
  });

  it('takes the instant of an event for past, though the clock of the database was set back since', async () => {
    await put(100);
    const [opened] = await history();
    behindMs = 300_000;
    const { status, body } = await correct({
      kind: 'FORGOTTEN',
      validFrom: iso(opened?.at ?? 0),
      opening: 150,
    });
    expect([status, body]).to.deep.include(200);
    expect(body).to.deep.include({ opening: 150, version: 2 });
  });
});
