// What a parallel history says against what is so: the same shop once more, with the change really made at that moment.
import { webIds } from '@saga-lab/platform/service/web-ids';
import { expect } from 'chai';
import type { History } from '../checker/history.ts';
import { played } from '../testing/shop.ts';
import { readingAt } from '../time-travel/reading.ts';
import { parallelTo } from './parallel.ts';
import { changeFor } from './retroactive.ts';
import { correctedStories } from './testing/corrected-stories.ts';
import { stories } from './testing/stories.ts';

/** How everything stands, without what only says when and how often. */
const ends = (history: History) => {
  const { orders, accounts, stock: shelves } = readingAt({ history });
  return {
    sagas: orders.map(({ id, saga, order: one }) => ({
      id,
      status: saga?.status,
      order: one?.status,
      reason: one?.reason,
      total: one?.total,
    })),
    accounts: accounts.map(({ customerId, opening, balance, charged }) => ({
      customerId,
      opening,
      balance,
      charged,
    })),
    shelves: shelves.map(({ sku, onHand, available, shipped, unitPrice }) => ({
      sku,
      onHand,
      available,
      shipped,
      unitPrice,
    })),
  };
};

describe('What if, against what is so', function () {
  this.timeout(60_000);

  for (const { title, was, shouldHaveBeen, asked } of [...stories, ...correctedStories])
    it(`is the same for ${title}`, async () => {
      const { history, moment } = await played(was);
      const parallel = await parallelTo(history, changeFor(history, asked(moment), 'grace'), { ids: webIds });
      const real = await played(shouldHaveBeen);
      expect(parallel.notes).to.deep.equal([]);
      expect(ends(parallel.history)).to.deep.equal(ends(real.history));
      expect(ends(parallel.history)).to.not.deep.equal(ends(history));
    });
});
