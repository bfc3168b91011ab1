import { expect } from 'chai';
import { build } from 'esbuild';
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Component, ComponentPorts } from '@saga-lab/platform/service/component';
import { createComponent } from '@saga-lab/platform/service/create-component';
import type { CreateComponent } from '@saga-lab/platform/service/create-component';
import type { Components } from '../simulator/memory-lab.ts';
import type { Twin } from '../simulator/simulation.ts';
import { playOrder } from '../testing/one-order.ts';
import { twinNamed, twins } from './twins.ts';

interface ServicePart {
  readonly defaults: unknown;
  readonly component: (settings: unknown, ports: ComponentPorts, create: CreateComponent) => Component;
}

const loaded = serviceNames.map(async (name) => [name, await import(`@saga-lab/${name}/component`)] as const);
const parts = Object.fromEntries(await Promise.all(loaded)) as Record<ServiceName, ServicePart>;

const withBug = ({ change }: Twin): Components => {
  const create: CreateComponent = (definition, ports) => {
    const changed = change({ definition, ports });
    return createComponent(changed.definition, changed.ports);
  };
  return ofEveryService((name) => (ports) => parts[name].component(parts[name].defaults, ports, create));
};

/** Every sum of money goes wrong by a trifle, and is refused. */
const alwaysShows = new Set(['float money']);

describe('A planted bug', () => {
  for (const twin of twins.filter(({ name, protocols }) => !alwaysShows.has(name) && !protocols))
    it(`lets an order come to its end as long as nothing fails: ${twin.name}`, async () => {
      const { documents } = await playOrder(withBug(twin), 10_000);
      expect(documents.saga).to.include({ status: 'COMPLETED' });
      expect(documents.account).to.include({ balance: 5_000, charged: 5_000 });
    });

  it('can be planted in a page as well: nothing of it needs Node', async () => {
    const entryPoints = [new URL('twins.ts', import.meta.url).pathname];
    const { errors } = await build({ entryPoints, bundle: true, platform: 'browser', write: false });
    expect(errors).to.deep.equal([]);
  });

  it('has a name of its own, by which it is found', () => {
    const names = twins.map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
    for (const twin of twins) expect(twinNamed(twin.name)).to.equal(twin);
    expect(twinNamed('nothing of the kind')).to.equal(undefined);
  });

  it('says what it takes away, which rules need that, what happens then, and what breaks', () => {
    for (const { name, mechanism, rules, protocols, consequence, breaks } of twins) {
      expect(mechanism, name).to.match(/^[a-zL`].*[^.]$/);
      expect(consequence, name).to.match(/^[A-Z].*\.$/);
      expect(rules.length > 0, name).to.equal(protocols === undefined);
      for (const rule of rules) expect(rule, name).to.match(/^R-\d\d$/);
      expect(breaks, name).not.to.deep.equal([]);
    }
  });
});
