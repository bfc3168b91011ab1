// What is said of a parallel history: where it begins, how orders end, what stock and accounts would be, what needs a person.
import { webIds } from '@saga-lab/platform/service/web-ids';
import { expect } from 'chai';
import { planLines } from '../../cli/what-if/lines.ts';
import { account, MOMENT, order, played, stock } from '../../testing/shop.ts';
import type { Script } from '../../testing/shop.ts';
import { parallelTo } from '../parallel.ts';
import { changeFor } from '../retroactive.ts';
import type { Retroactive } from '../retroactive.ts';
import { planOf } from './plan.ts';

const lamp = { kind: 'stock', id: 'lamp' } as const;
const open = [stock('lamp', 10, 2_500), account('ada', 20_000), account('bob', 20_000)];

const planned = async (script: Script, ask: (moment: number) => Retroactive) => {
  const { history, moment } = await played(script);
  const asked = ask(moment);
  const change = changeFor(history, asked, 'grace');
  const plan = planOf(history, change, await parallelTo(history, change, { ids: webIds }));
  return { asked, id: '', corrections: [], ...plan };
};

/** The second order of this costs more, and the third is too dear. */
const forgottenPrice = () =>
  planned(
    [
      ...open,
      order('ada', 'lamp', 2, 'k1'),
      MOMENT,
      order('ada', 'lamp', 2, 'k2'),
      order('ada', 'lamp', 3, 'k3'),
    ],
    (validFrom) => ({ kind: 'FORGOTTEN', thing: lamp, validFrom, figures: { unitPrice: 6_000 } }),
  );

describe('What is said of a parallel history', function () {
  this.timeout(20_000);

  it('begins where something else would have been decided first', async () => {
    const { divergences, same, more } = await forgottenPrice();
    const [first] = divergences;
    expect(first).to.include({
      type: 'ReserveStock',
      service: 'inventory-service',
      then: 'StockReserved, lines[0].unitPrice 2500',
      would: 'StockReserved, lines[0].unitPrice 6000',
    });
    expect(divergences.some(({ would }) => would === 'PaymentDeclined, INSUFFICIENT_FUNDS')).to.equal(true);
    expect(
      divergences.filter(({ would }) => would.startsWith('nothing')).map(({ type }) => type),
    ).to.deep.equal(['ApproveOrder', 'OrderApproved', 'ShipStock', 'StockShipped']);
    expect([same, divergences.length, more]).to.deep.equal([19, 14, 4]);
  });

  it('says which orders end otherwise, or cost something else', async () => {
    const { ends, amounts } = await forgottenPrice();
    expect(ends.map(({ then, would }) => [then.saga, would.saga, would.reason])).to.deep.equal([
      ['COMPLETED', 'COMPENSATED', 'INSUFFICIENT_FUNDS'],
    ]);
    expect(amounts.map(({ customerId, then, would }) => [customerId, then.total, would.total])).to.deep.equal(
      [['ada', 5_000, 12_000]],
    );
  });

  it('has stock and accounts side by side, and only those that differ', async () => {
    const { things } = await forgottenPrice();
    expect(things).to.deep.equal([
      {
        kind: 'stock',
        id: 'lamp',
        now: { onHand: 10, available: 3, reserved: 0, shipped: 7, unitPrice: 2_500 },
        would: { onHand: 10, available: 6, reserved: 0, shipped: 4, unitPrice: 6_000 },
      },
      {
        kind: 'account',
        id: 'ada',
        now: { opening: 20_000, balance: 2_500, charged: 17_500, refunded: 0, held: 0 },
        would: { opening: 20_000, balance: 3_000, charged: 17_000, refunded: 0, held: 0 },
      },
    ]);
  });

  it('names what went outside, to be put right by people', async () => {
    const { acts, ends } = await forgottenPrice();
    const id = ends[0]?.order ?? '';
    expect(acts).to.deep.equal([
      `order ${id} was APPROVED, and would be REJECTED (INSUFFICIENT_FUNDS): somebody has to tell ada; 3 lamp went out, and somebody has to get them back; 7,500 of ada's money stay charged until somebody gives them back`,
    ]);
  });

  it('names who was told that the order is rejected, and what would have been refused', async () => {
    const script = [stock('lamp', 1, 2_500), ...open.slice(1), order('bob', 'lamp', 4, 'k1')];
    const asked = { kind: 'WRONG', thing: lamp, version: 1, figures: { onHand: 9 } } as const;
    const { acts, refused, ends } = await planned([...script, stock('lamp', 2, 2_500)], () => asked);
    expect(acts).to.deep.equal([
      `order ${ends[0]?.order ?? ''} was REJECTED (OUT_OF_STOCK), and would be APPROVED: bob would have got 4 lamp for 10,000; somebody has to tell bob, who may order again`,
    ]);
    expect(refused).to.have.length(1);
    expect(refused[0]).to.match(
      /^PutStock of .*Z would have been refused: 4 pieces of lamp are reserved or shipped/,
    );
  });

  it('is nothing where it was so already', async () => {
    const plan = await planned([...open, MOMENT, order('ada', 'lamp', 2, 'k1')], (validFrom) => ({
      kind: 'FORGOTTEN',
      thing: lamp,
      validFrom,
      figures: { unitPrice: 2_500 },
    }));
    const { divergences, things, ends, amounts, acts, refused } = plan;
    expect([...divergences, ...things, ...ends, ...amounts, ...acts, ...refused]).to.deep.equal([]);
    expect(planLines(plan, (_, text) => text)).to.include('Nothing would be otherwise.');
  });

  it('fits into terminals of 80 and of 120 columns', async () => {
    const plan = await forgottenPrice();
    for (const width of [80, 120]) {
      const lines = planLines(plan, (_, text) => text, width);
      expect(lines.filter((line) => line.length > width)).to.deep.equal([]);
      expect(lines.join('\n')).to.include('What went outside already, and needs a person');
    }
  });
});
