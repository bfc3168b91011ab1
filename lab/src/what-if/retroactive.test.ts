// What can be changed in a history, and what cannot.
import { webIds } from '@saga-lab/platform/service/web-ids';
import { expect } from 'chai';
import { account, correctStock, MOMENT, order, played, restore, stock } from '../testing/shop.ts';
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
      ...[stock('desk', 7, 100), correctStock('desk', { kind: 'WRONG', version: 2, onHand: 5 }, 'c1')],
    ] as const);
  });

  const ask = async (asked: Retroactive) => {
    const change = changeFor(shop.history, asked, 'grace');
    const parallel = await parallelTo(shop.history, change, { ids: webIds });
    checkPossible(change, parallel);
    return parallel;
  };

  const refused = async (
    asked: Retroactive,
    kind: typeof NoSuchChange | typeof Unknowable,
    sentence: string | RegExp,
  ): Promise<void> => {
    const error: unknown = await ask(asked).catch((reason: unknown) => reason);
    expect(() => {
      throw error;
    }).to.throw(kind, sentence);
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
      /^At that moment this would have been refused: 5000 of ada's money is charged or held already/,
    ],
  ];
  for (const [what, asked, sentence] of impossible)
    it(`is refused ${what}`, async () => {
      await refused(asked(), NoSuchChange, sentence);
    });

  it('needs all figures where there was no such thing yet', async () => {
    const validFrom = shop.moment;
    await refused(
      { kind: 'FORGOTTEN', thing: desk, validFrom, figures: { onHand: 3 } },
      NoSuchChange,
      'There was no stock desk at that moment: say its unitPrice as well.',
    );
    const { history } = await ask({
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

  it('keeps figures that are not said as they were at that moment', async () => {
    const { history } = await ask({
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

  it('is refused where a later correction is about what would have said nothing new', async () => {
    await refused(
      { kind: 'WRONG', thing: desk, version: 1, figures: { onHand: 7 } },
      Unknowable,
      /^CorrectStock at .* corrects the figures of version 2 of stock-desk\. .* nobody can say\.$/,
    );
  });

  it('lets an operator do what follows, and refuses that where it is not possible', async () => {
    const { notes } = await ask({ kind: 'FALSE', thing: lamp, version: 1 });
    expect(notes.map(({ why }) => why)).to.deep.equal([
      'stock-lamp was not there when its version 1 was made, to be brought back',
    ]);
    const before = { kind: 'FORGOTTEN', thing: lamp, figures: { unitPrice: 7 } } as const;
    for (const validFrom of [shop.moment, Date.now()])
      expect((await ask({ ...before, validFrom })).notes).to.deep.equal([]);
  });
});
