// What can be changed in a history, and what cannot.
import { webIds } from '@saga-lab/platform/service/web-ids';
import { expect } from 'chai';
import { account, MOMENT, order, played, restore, stock } from '../testing/shop.ts';
import type { Played } from '../testing/shop.ts';
import { parallelTo } from './parallel.ts';
import { changeFor, checkPossible, NoSuchChange } from './retroactive.ts';
import type { Retroactive } from './retroactive.ts';
import { Unknowable } from './unknowable.ts';

const lamp = { kind: 'stock', id: 'lamp' } as const;
const desk = { kind: 'stock', id: 'desk' } as const;
const ada = { kind: 'account', id: 'ada' } as const;

describe('A retroactive event', function () {
  this.timeout(20_000);
  let shop: Played;
  before(async () => {
    shop = await played([
      ...[stock('lamp', 10, 2_500), account('ada', 20_000), order('ada', 'lamp', 2, 'k1')],
      ...[MOMENT, stock('desk', 5, 100), stock('lamp', 11, 2_500), restore('lamp', 1)],
    ] as const);
  });

  const ask = (asked: Retroactive) => {
    const change = changeFor(shop.history, asked, 'grace');
    const parallel = parallelTo(shop.history, change, { ids: webIds });
    checkPossible(change, parallel);
    return parallel;
  };

  const impossible: readonly [string, () => Retroactive, string | RegExp][] = [
    [
      'of a thing that there is not',
      () => ({ kind: 'FALSE', thing: { kind: 'stock', id: 'sofa' }, version: 1 }),
      'There is no stock sofa.',
    ],
    [
      'of a version that there is not',
      () => ({ kind: 'FALSE', thing: ada, version: 9 }),
      'account ada has the versions 1 to 2: there is no version 9.',
    ],
    [
      'of what a service decided by itself',
      () => ({ kind: 'WRONG', thing: ada, version: 2, figures: { opening: 5 } }),
      'Version 2 of account ada was made by ChargePayment, which was decided and not told. What an operator told can be changed: version 1.',
    ],
    [
      'that would have been refused at its moment',
      () => ({ kind: 'FORGOTTEN', thing: ada, validFrom: Date.now(), figures: { opening: 4_999 } }),
      /^At that moment this would have been refused: 5000 of ada's money is charged already/,
    ],
  ];
  for (const [what, asked, sentence] of impossible)
    it(`is refused ${what}`, () => {
      expect(() => ask(asked())).to.throw(NoSuchChange, sentence);
    });

  it('needs all figures where there was no such thing yet', () => {
    const validFrom = shop.moment;
    expect(() => ask({ kind: 'FORGOTTEN', thing: desk, validFrom, figures: { onHand: 3 } })).to.throw(
      NoSuchChange,
      'There was no stock desk at that moment: say its unitPrice as well.',
    );
    const { history } = ask({
      kind: 'FORGOTTEN',
      thing: desk,
      validFrom,
      figures: { onHand: 3, unitPrice: 7 },
    });
    expect(history.ofStream('stock-desk').map(({ data }) => data)).to.deep.include({
      onHand: 3,
      unitPrice: 7,
      by: 'grace',
    });
  });

  it('keeps figures that are not said as they were at that moment', () => {
    const { history } = ask({
      kind: 'FORGOTTEN',
      thing: desk,
      validFrom: Date.now(),
      figures: { unitPrice: 7 },
    });
    expect(history.ofStream('stock-desk').at(-1)?.data).to.deep.equal({
      onHand: 5,
      unitPrice: 7,
      by: 'grace',
    });
  });

  it('cannot be known before an act that was decided on what it changes', () => {
    const before = {
      kind: 'FORGOTTEN',
      thing: lamp,
      validFrom: shop.moment,
      figures: { unitPrice: 7 },
    } as const;
    expect(() => ask(before)).to.throw(Unknowable, /^RestoreStock of stock-lamp at .* nobody can say\.$/);
    expect(() => ask({ kind: 'WRONG', thing: lamp, version: 1, figures: { onHand: 12 } })).to.throw(
      Unknowable,
    );
    expect(ask({ ...before, validFrom: Date.now() }).notes).to.deep.equal([]);
    expect(ask({ kind: 'FALSE', thing: desk, version: 1 }).notes).to.deep.equal([]);
  });
});
