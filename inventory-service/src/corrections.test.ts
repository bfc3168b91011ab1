// Corrections of stock as operators send them, and what is asked for on both axes of time, on the running service.
import type { StockDto } from '@saga-lab/contracts/dtos/inventory';
import type { ReserveStock } from '@saga-lab/contracts/inventory';
import { eventually } from '@saga-lab/platform/time/eventually';
import { message } from '@saga-lab/platform/testing/given';
import { liveService } from '@saga-lab/platform/testing/live-service';
import { expect } from 'chai';
import fc from 'fast-check';
import { service } from './service.ts';

const iso = (at: number): string => new Date(at).toISOString();

interface Act {
  readonly version: number;
  readonly validFrom: string;
  readonly some: object;
  readonly sku: string;
}

describe('correcting stock, on the running service', () => {
  let live: Awaited<ReturnType<typeof liveService>>;
  beforeEach(async () => {
    live = await liveService('inventory-service', service);
  });
  afterEach(() => live.stop());

  let keys = 0;
  const correct = (body: object, key = `k${(keys += 1)}`, sku = 'lamp') =>
    live.ask(
      `POST /stock/${sku}/corrections`,
      { reason: 'counted wrong', ...body },
      {
        'idempotency-key': key,
        'x-operator': 'grace',
      },
    );
  const history = async (sku = 'lamp') => {
    const { body } = await live.ask(`GET /stock/${sku}/history?limit=100`);
    return (body as { items: { at: number; type: string; data: object }[] }).items;
  };
  /** In an instant of its own. @returns that instant */
  const put = async (onHand: number, unitPrice: number, sku = 'lamp'): Promise<number> => {
    const last =
      (await live.ask(`GET /stock/${sku}`)).status === 404 ? undefined : (await history(sku)).at(-1);
    await eventually(() => {
      expect(Date.now()).to.be.greaterThan((last?.at ?? 0) + 1);
    });
    expect(await live.ask(`PUT /stock/${sku}`, { onHand, unitPrice })).to.include({ status: 200 });
    return (await history(sku)).at(-1)?.at ?? 0;
  };
  const stock = async (query = '', sku = 'lamp') =>
    (await live.ask(`GET /stock/${sku}${query}`)).body as StockDto;
  const reserve = async (quantity: number) => {
    const {
      receivedAt: _at,
      random: _random,
      ...command
    } = message<ReserveStock>({
      type: 'ReserveStock',
      id: 'm1',
      source: '/saga-orchestrator',
      sagaId: 'o1',
      attempt: 1,
      step: 'reserve-stock',
      operation: 'action',
      data: { orderId: 'o1', lines: [{ sku: 'lamp', quantity }] },
    });
    await live.send(command);
    await eventually(() => {
      expect(live.said).to.have.lengthOf(1);
    });
  };

  it('adds what was forgotten: then it was so, and since somebody said something else it is not', async () => {
    const first = await put(5, 100);
    const second = await put(5, 120);
    const answer = await correct({ kind: 'FORGOTTEN', validFrom: iso(first + 1), unitPrice: 90 });
    expect(answer).to.deep.include({ status: 200 });
    expect(answer.body).to.deep.include({ unitPrice: 120, onHand: 5, version: 3 });
    const priceAt = async (query: string) => (await stock(query)).unitPrice;
    expect(await priceAt(`?validAt=${iso(first)}`)).to.equal(100);
    expect(await priceAt(`?validAt=${iso(first + 1)}`)).to.equal(90);
    expect(await priceAt(`?validAt=${iso(second)}`)).to.equal(120);
    expect(await priceAt(`?asOf=${iso(second)}&validAt=${iso(first + 1)}`)).to.equal(100);
    expect(await priceAt(`?asOf=${iso(first + 1)}`)).to.equal(100);
  });

  // @mutation The state: the present, worked out anew from the history with its correction: it is left as it is [twin: a correction that leaves the present as it is]
  it('takes back what never happened, and a correction can be taken back itself', async () => {
    await put(5, 100);
    const second = await put(9, 100);
    const before = await stock(`?validAt=${iso(second)}`);
    expect((await correct({ kind: 'FALSE', version: 2 })).body).to.deep.include({ onHand: 5, available: 5 });
    expect(await stock(`?validAt=${iso(second)}`)).to.deep.include({ onHand: 5 });
    expect((await correct({ kind: 'FALSE', version: 3 })).body).to.deep.include({ onHand: 9 });
    expect(await stock(`?validAt=${iso(second)}`)).to.deep.equal(before);
    const [, , , last] = await history();
    expect(last).to.deep.include({
      type: 'StockCorrected',
      data: {
        onHand: 9,
        unitPrice: 100,
        corrects: { kind: 'FALSE', version: 3 },
        reason: 'counted wrong',
        by: 'grace',
      },
    });
  });

  it('says which figures were others, once for one key', async () => {
    await put(5, 100);
    await put(5, 130);
    const wrong = { kind: 'WRONG', version: 1, onHand: 8 };
    expect(await correct(wrong, 'once')).to.include({ status: 200 });
    expect(await correct(wrong, 'once')).to.include({ status: 200 });
    expect(await history()).to.have.length(3);
    expect(await stock('?asOf=3')).to.deep.include({ onHand: 5, unitPrice: 130 });
    const again = await correct(wrong);
    expect([again.status, (again.body as { code: string }).code]).to.deep.equal([409, 'NOTHING_TO_CORRECT']);
    expect(await correct({ ...wrong, onHand: 9 }, 'once')).to.include({ status: 422 });
    expect(await history()).to.have.length(3);
  });

  it('shows a past that was impossible, as it is known now, and refuses such a present', async () => {
    const first = await put(5, 100);
    await reserve(4);
    await put(20, 100);
    const held = (await history())[1]?.at ?? 0;
    const short = await correct({ kind: 'WRONG', version: 1, onHand: 3 });
    expect(short.body).to.deep.include({ onHand: 20, available: 16 });
    expect(await stock(`?validAt=${iso(held)}`)).to.deep.include({ onHand: 3, reserved: 4, available: -1 });
    const refused = await correct({ kind: 'FALSE', version: 3 });
    expect(refused.body).to.deep.include({ status: 409, code: 'BELOW_RESERVED_AND_SHIPPED' });
    expect(await history()).to.have.length(4);
    const { body } = await live.ask(`GET /stock?validAt=${iso(held)}`);
    expect((body as { items: StockDto[] }).items).to.deep.equal([await stock(`?validAt=${iso(held)}`)]);
    expect(await live.ask(`GET /stock/lamp?validAt=${iso(first - 1)}`)).to.include({ status: 404 });
  });

  it('is refused by name for what cannot be corrected, and changes nothing', async () => {
    const first = await put(5, 100);
    await reserve(1);
    await live.ask('POST /stock/lamp/restore', { toVersion: 2, reason: 'x' }, { 'idempotency-key': 'r' });
    await put(7, 100);
    await correct({ kind: 'FALSE', version: 3 });
    const before = (await history()).length;
    const refusals: readonly (readonly [object, number, string])[] = [
      [{ kind: 'FALSE', version: 99 }, 404, 'NO_SUCH_VERSION'],
      [{ kind: 'FALSE', version: 2 }, 409, 'NOT_CORRECTABLE'],
      [{ kind: 'WRONG', version: 4, onHand: 7 }, 409, 'NOT_CORRECTABLE'],
      [{ kind: 'FALSE', version: 3 }, 409, 'NOTHING_TO_CORRECT'],
      [{ kind: 'FORGOTTEN', validFrom: iso(first - 1), onHand: 1 }, 409, 'BEFORE_THE_BEGINNING'],
      [{ kind: 'FORGOTTEN', validFrom: iso(first), onHand: 5 }, 409, 'NOTHING_TO_CORRECT'],
      [{ kind: 'FORGOTTEN', validFrom: '2999-01-01T00:00:00Z', onHand: 1 }, 400, 'VALIDATION_FAILED'],
      [{ kind: 'FORGOTTEN', validFrom: iso(first) }, 400, 'VALIDATION_FAILED'],
      [{ kind: 'WRONG', version: 1 }, 400, 'VALIDATION_FAILED'],
      [{ kind: 'WRONG', version: 1, onHand: -1 }, 400, 'VALIDATION_FAILED'],
      [{ kind: 'FALSE', version: 1, onHand: 1 }, 400, 'VALIDATION_FAILED'],
      [{ kind: 'FALSE', version: 0 }, 400, 'VALIDATION_FAILED'],
      [{ kind: 'NEW', version: 1 }, 400, 'VALIDATION_FAILED'],
    ];
    for (const [body, status, code] of refusals)
      expect((await correct(body)).body, JSON.stringify(body)).to.deep.include({ status, code });
    expect((await correct({ kind: 'FALSE', version: 1 }, 'n', 'none')).body).to.deep.include({
      code: 'NOT_FOUND',
    });
    const nobody = await live.ask('POST /stock/lamp/corrections', {}, { authorization: 'Bearer x' });
    expect(nobody.status).to.equal(401);
    expect(await history()).to.have.length(before);
  });

  it('is decided one after the other where several come at once', async () => {
    await put(5, 100);
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => correct({ kind: 'WRONG', version: 1, unitPrice: n })),
    );
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200, 200]);
    const last = (await history()).at(-1)?.data as { unitPrice: number; corrects: { unitPrice: number } };
    expect(last.unitPrice).to.equal(last.corrects.unitPrice);
  });

  it('leaves the present as the corrected history has it, whatever operators do', () => {
    const figures = fc.oneof(
      fc.record({ onHand: fc.integer({ min: 0, max: 9 }) }),
      fc.record({ unitPrice: fc.integer({ min: 1, max: 9 }) }),
    );
    const doing = [
      ({ some, sku }: Act) => live.ask(`PUT /stock/${sku}`, { onHand: 5, unitPrice: 5, ...some }),
      ({ validFrom, some, sku }: Act) => correct({ kind: 'FORGOTTEN', validFrom, ...some }, undefined, sku),
      ({ version, some, sku }: Act) => correct({ kind: 'WRONG', version, ...some }, undefined, sku),
      ({ version, sku }: Act) => correct({ kind: 'FALSE', version }, undefined, sku),
    ];
    const act = fc.record({ kind: fc.nat(4), pick: fc.nat(1_000), figures });
    let n = 0;
    return fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 8 }), async (acts) => {
        const sku = `sku-${(n += 1)}`;
        await live.ask(`PUT /stock/${sku}`, { onHand: 5, unitPrice: 5 });
        for (const { kind, pick, figures: some } of acts) {
          const events = await history(sku);
          const version = 1 + (pick % events.length);
          const validFrom = iso(events[version - 1]?.at ?? 0);
          await doing[kind % doing.length]?.({ version, validFrom, some, sku });
          const now = iso((await history(sku)).at(-1)?.at ?? 0);
          expect(await stock(`?validAt=${now}`, sku)).to.deep.equal(await stock('', sku));
        }
      }),
      { numRuns: 30 },
    );
  });
});
