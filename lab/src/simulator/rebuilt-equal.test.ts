// A document or a row that is not what the history makes of it is found, in every read model of every service.
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import { webIds } from '@saga-lab/platform/service/web-ids';
import { eventually } from '@saga-lab/platform/time/eventually';
import { systemClock } from '@saga-lab/platform/time/system-clock';
import { firstPlaceOf } from '@saga-lab/platform/views/projection';
import type { ViewDocument, Views } from '@saga-lab/platform/views/views';
import { expect } from 'chai';
import { projections } from '../rebuild/services.ts';
import { continued } from '../testing/continued.ts';
import type { Continued } from '../testing/continued.ts';
import { sharedHashes } from './hash.ts';
import { unequalToRebuilt } from './rebuilt-equal.ts';
import { simulate } from './simulate.ts';

const SEED = 9;
const all = serviceNames.flatMap((service) =>
  projections[service].map((projection) => ({
    service,
    view: projection.view,
    place: firstPlaceOf(projection),
  })),
);

/** A lab in memory that shows two orders, which are completed: one by a saga, one by two-phase commit. */
const labOfTwoOrders = async (): Promise<Continued> => {
  const choices = new Map([
    ['plan: orders', 1],
    ['customer of order 2: protocol', 1],
  ]);
  const { facts } = await simulate({ seed: SEED, choices, protocols: ['saga', '2pc'], forgets: false });
  const commits = ofEveryService((name) =>
    facts.history.all.flatMap(({ service, commit }) => (service === name ? [commit] : [])),
  );
  return continued(commits, { clock: systemClock, ids: { ...webIds, ...sharedHashes } });
};

/** Every document and row of a read model gets a field that no event gave it; resolves with their ids. */
const forge = async (views: Views, place: string): Promise<readonly string[]> => {
  const documents = await views.find<ViewDocument>(place, { limit: 100 });
  await views.put(
    place,
    documents.map((document) => ({ ...document, version: document.version + 1, forged: true })),
  );
  return documents.map(({ _id }) => _id);
};

/** Those that are new; read models of several services may have one name. */
const behind = (now: readonly string[], before: readonly string[]): readonly string[] => {
  const left = [...before];
  return now.filter((sentence) => {
    const n = left.indexOf(sentence);
    if (n >= 0) left.splice(n, 1);
    return n < 0;
  });
};

describe('read models beside those made of a shuffled and doubled history', () => {
  it('are equal, and each document and row that is forged is named', async () => {
    const { services, stop } = await labOfTwoOrders();
    const unequal = () => unequalToRebuilt({ databases: services }, SEED);
    try {
      await eventually(async () => {
        expect(await unequal()).to.deep.equal([]);
      });
      for (const { service, view, place } of all) {
        const before = await unequal();
        const ids = await forge(services[service].views, place);
        expect(ids, view).not.to.have.length(0);
        const found = behind(await unequal(), before);
        expect(found.map((sentence) => sentence.split(' is not ')[0])).to.have.members(
          ids.map((id) => `${view} ${id}`),
        );
      }
    } finally {
      await stop();
    }
  });

  it('are all that the services keep, and rows are among them', () => {
    expect(all.map(({ view }) => view)).to.have.members([
      ...['holds', 'holds', 'holds'],
      'transactions',
      'orders',
      'accounts',
      'payments',
      'statements',
      'reservations',
      'stock',
      'stock-cards',
      'sales',
      'order-summaries',
    ]);
  });
});
