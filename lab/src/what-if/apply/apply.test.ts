// The corrections that a change comes to, recorded in a shop in memory: once, and as far as they are possible.
import { webIds } from '@saga-lab/platform/service/web-ids';
import { expect } from 'chai';
import { historyOf } from '../../checker/history.ts';
import type { History } from '../../checker/history.ts';
import { judge } from '../../checker/judge.ts';
import { factsOf } from '../../reader/facts-of.ts';
import { account, historyIn, MOMENT, opened, order, restore, stock } from '../../testing/shop.ts';
import type { Continued } from '../../testing/continued.ts';
import type { Script } from '../../testing/shop.ts';
import { readingAt } from '../../time-travel/reading.ts';
import { changeToDecide, foundIn } from '../found.ts';
import { parallelTo } from '../parallel.ts';
import type { Retroactive } from '../retroactive.ts';
import { applyCorrections } from './apply.ts';

const lamp = { kind: 'stock', id: 'lamp' } as const;
const bob = { kind: 'account', id: 'bob' } as const;
const open = [stock('lamp', 10, 2_500), account('ada', 20_000), account('bob', 20_000)];

const findIn = async (history: History, asked: Retroactive) => {
  const asking = { history, asked, ids: webIds };
  const change = changeToDecide(asking, 'grace');
  return foundIn(asking, change, await parallelTo(history, change, { ids: webIds }));
};

/** How one change is found and applied in a shop. */
const changeIn = (shop: Continued, asked: Retroactive) => {
  const find = async () => findIn(await historyIn(shop), asked);
  return {
    find,
    apply: async () => applyCorrections(shop.visitor, (await find()).corrections, 'grace'),
  };
};

/** A shop, and one change in it. */
const shopWith = async (script: Script, ask: (moment: number) => Retroactive) => {
  const { shop, moment } = await opened(script);
  return {
    shop,
    moment,
    ...changeIn(shop, ask(moment)),
    shown: async () => readingAt({ history: await historyIn(shop) }),
  };
};

/** Ada's second order should have cost 6,000, and bob's 3,000. */
const forgottenPrice = (figures = { unitPrice: 3_000 }) =>
  shopWith(
    [
      ...open,
      order('ada', 'lamp', 2, 'k1'),
      MOMENT,
      order('ada', 'lamp', 2, 'k2'),
      order('bob', 'lamp', 1, 'k3'),
    ],
    (validFrom) => ({ kind: 'FORGOTTEN', thing: lamp, validFrom, figures }),
  );

describe('Corrections of what would have been otherwise', function () {
  this.timeout(20_000);

  it('are one of the thing, and one for each order that costs something else', async () => {
    const { shop, find, apply, shown } = await forgottenPrice();
    const { amounts, id } = await find();
    const acts = await apply();
    expect(acts.filter(({ refused }) => refused !== undefined)).to.deep.equal([]);
    const more: Readonly<Record<string, string>> = { ada: '1,000', bob: '500' };
    expect(acts.slice(1).map(({ sentence }) => sentence)).to.deep.equal(
      amounts.map(
        (one) => `account ${one.customerId} pays ${more[one.customerId]} more for order ${one.order}`,
      ),
    );
    expect(acts[0]?.sentence).to.match(/^stock lamp is corrected: unitPrice 3,000 from .*Z on$/);
    const { accounts, stock: shelves } = await shown();
    expect(accounts.map(({ customerId, balance }) => [customerId, balance])).to.deep.equal([
      ['ada', 9_000],
      ['bob', 17_000],
    ]);
    expect(shelves[0]).to.include({ unitPrice: 3_000, available: 5 });
    const differences = (await historyIn(shop))
      .ofStream('account-ada')
      .filter(({ type }) => type === 'AccountCorrected');
    expect(differences[0]?.data).to.deep.nested.include({
      'corrects.because': id,
      'corrects.amount': -1_000,
    });
    await shop.stop();
  });

  it('are recorded once: what they corrected is left out of what is decided again', async () => {
    const { shop, find, apply } = await forgottenPrice();
    const before = await find();
    await apply();
    const recorded = await shop.visitor.commits();
    const again = await find();
    expect(again.corrections.map(({ isDone }) => isDone)).to.deep.equal([true, true, true]);
    expect(again.amounts).to.deep.equal(before.amounts);
    expect(await apply()).to.deep.equal([]);
    expect(await shop.visitor.commits()).to.deep.equal(recorded);
    await order('ada', 'lamp', 1, 'k4')(shop);
    expect((await find()).amounts, 'with an order at the corrected price').to.deep.equal(before.amounts);
    await shop.stop();
  });

  it('leave a system in which every invariant holds', async () => {
    const { shop, apply, shown } = await forgottenPrice();
    await apply();
    const broken = judge(factsOf(await shown())).filter(({ state }) => state !== 'holds');
    expect(broken).to.deep.equal([]);
    await shop.stop();
  });

  it('are shown with the reason where one is refused, and the others are made', async () => {
    const script = [
      ...open,
      MOMENT,
      order('ada', 'lamp', 2, 'k1'),
      order('bob', 'lamp', 1, 'k2'),
      account('bob', 2_600),
    ] as const;
    const { shop, find, apply } = await shopWith(script, (validFrom) => ({
      kind: 'FORGOTTEN',
      thing: lamp,
      validFrom,
      figures: { unitPrice: 3_000 },
    }));
    const acts = await apply();
    const refused = acts.filter((act) => act.refused !== undefined);
    expect(acts).to.have.length(3);
    expect(refused).to.have.length(1);
    expect(refused[0]?.sentence).to.match(/^account bob pays 500 more/);
    expect(refused[0]?.refused).to.include('2100 would have been paid in');
    expect((await find()).corrections.filter(({ isDone }) => !isDone)).to.have.length(1);
    await shop.stop();
  });

  it('stop where that of the thing is refused: nothing follows from it', async () => {
    const script = [
      ...open,
      stock('lamp', 30, 100),
      order('ada', 'lamp', 4, 'k1'),
      order('bob', 'lamp', 9, 'k2'),
    ];
    const { shop, find, apply } = await shopWith(script, () => ({ kind: 'FALSE', thing: lamp, version: 2 }));
    expect((await find()).corrections).to.have.length(2);
    const before = await shop.visitor.commits();
    const acts = await apply();
    expect(acts).to.have.length(1);
    expect(acts[0]?.refused).to.include('13 pieces of lamp are reserved or shipped');
    expect(await shop.visitor.commits()).to.deep.equal(before);
    await shop.stop();
  });

  it('follow from the correction of the thing, also where the clock of its service is ahead of that of the accounts', async () => {
    const { shop, moment, apply } = await forgottenPrice();
    await apply();
    const commits = await shop.visitor.commits();
    await shop.stop();
    const last = commits['inventory-service'].length - 1;
    const ahead = commits['inventory-service'].map((commit, n) => {
      if (n < last) return commit;
      const receivedAt = commit.input.receivedAt + 60_000;
      return { ...commit, at: commit.at + 60_000, input: { ...commit.input, receivedAt } };
    });
    const figures = { unitPrice: 2_800 };
    const found = await findIn(historyOf({ ...commits, 'inventory-service': ahead }), {
      kind: 'FORGOTTEN',
      thing: lamp,
      validFrom: moment,
      figures,
    });
    expect(found.corrections.slice(1).map(({ sentence }) => sentence.replace(/ for.*/, ''))).to.have.members([
      'account ada gets 400 back',
      'account bob gets 200 back',
    ]);
  });

  it('take into account what a correction of the very same has settled before', async () => {
    const { shop, moment, apply, shown } = await forgottenPrice();
    await apply();
    const figures = { unitPrice: 2_800 };
    const other = changeIn(shop, { kind: 'FORGOTTEN', thing: lamp, validFrom: moment, figures });
    const acts = await other.apply();
    expect(acts.slice(1).map(({ sentence }) => sentence.replace(/ for.*/, ''))).to.have.members([
      'account ada gets 400 back',
      'account bob gets 200 back',
    ]);
    expect(acts.filter(({ refused }) => refused !== undefined)).to.deep.equal([]);
    const { accounts, stock: shelves } = await shown();
    expect(accounts.map(({ balance }) => balance)).to.deep.equal([9_400, 17_200]);
    expect(shelves[0]).to.include({ unitPrice: 2_800, available: 5 });
    expect((await other.find()).corrections.every(({ isDone }) => isDone)).to.equal(true);
    expect((await other.find()).things.map(({ now, would }) => [now?.balance, would?.balance])).to.deep.equal(
      [
        [9_400, 9_400],
        [17_200, 17_200],
      ],
    );
    await shop.stop();
  });

  it('leave what was brought back later as it is, and say what is still otherwise', async () => {
    const script = [...open, order('ada', 'lamp', 2, 'k1'), stock('lamp', 4, 2_000), restore('lamp', 3)];
    const figures = { unitPrice: 3_000 };
    const { shop, find, apply } = await shopWith(script, () => ({
      kind: 'WRONG',
      thing: lamp,
      version: 1,
      figures,
    }));
    expect((await apply()).filter(({ refused }) => refused !== undefined)).to.deep.equal([]);
    const { things, corrections } = await find();
    expect(corrections.every(({ isDone }) => isDone)).to.equal(true);
    const shelf = things.find(({ id }) => id === 'lamp');
    expect([shelf?.now?.unitPrice, shelf?.would?.unitPrice]).to.deep.equal([2_500, 3_000]);
    await shop.stop();
  });

  it('give back what was too much', async () => {
    const { shop, apply, shown } = await forgottenPrice({ unitPrice: 2_000 });
    const acts = await apply();
    expect(acts.filter(({ sentence }) => sentence.includes('gets')).length).to.equal(2);
    const { accounts } = await shown();
    expect(accounts.find(({ customerId }) => customerId === bob.id)?.balance).to.equal(18_000);
    await shop.stop();
  });
});
