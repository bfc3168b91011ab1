// The shop before it opens: accounts and articles, and where its doors are.
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import { partName } from '@saga-lab/launcher/engine/engine';
import type { Access } from '@saga-lab/launcher/system/access';
import { lab } from '@saga-lab/lab/client/lab';
import type { Lab } from '@saga-lab/lab/client/lab';
import { eventually } from '@saga-lab/platform/time/eventually';
import type { Stage } from './inject/stage.ts';
import { goods, people, PLENTY, PRICE } from './load/visits.ts';
import type { Sampled } from './watch/sampler.ts';

/** Every account and every article, before the first customer comes. */
export const openShop = async ({ lab: one, fixtures }: Stage): Promise<void> => {
  const account = async (customer: string, opening: number) => {
    await eventually(() => one.putAccount(customer, opening));
    fixtures.customers.push(customer);
  };
  const article = async (sku: string, onHand: number) => {
    await eventually(() => one.putStock(sku, onHand, PRICE));
    fixtures.skus.push(sku);
  };
  await Promise.all([
    ...people.rich.map((customer) => account(customer, PLENTY)),
    ...people.poor.map((customer) => account(customer, PRICE - 1)),
    ...[...goods.hot, ...goods.cold].map((sku) => article(sku, PLENTY)),
    article(goods.none, 0),
  ]);
};

export interface Doors {
  /** A client of each set of instances. */
  readonly labs: readonly Lab[];
  readonly processes: readonly Sampled[];
}

export const doorsOf = ({ system }: Stage, instances: number): Doors => {
  const access = (n: number): Access => ({
    urls: ofEveryService((service) => system.url(service, n)),
    adminToken: system.adminToken,
  });
  const labs = Array.from({ length: instances }, (_each, n) => lab(access(n + 1)));
  const processes = labs.flatMap(({ ask }, n) =>
    serviceNames.map((service) => ({ part: partName(service, n + 1), service, ask })),
  );
  return { labs, processes };
};
