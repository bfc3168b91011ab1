import { existsSync } from 'node:fs';
import { expect } from 'chai';
import {
  byNeeds,
  canPlayInMemory,
  inWords,
  kindOf,
  needsOwnSystem,
  setUpAsUsual,
  systemKinds,
} from './needs.ts';
import { setupFor } from './setup.ts';

describe('What a scenario needs', () => {
  it('is told in words made from the data', () => {
    expect(inWords({})).to.equal('any system');
    expect(inWords({ broker: true })).to.equal('any system, with a broker that takes its messages');
    expect(inWords({ ownSystem: true })).to.equal('a system of its own');
    expect(inWords({ cluster: true })).to.equal(
      'a system of its own, with a broker of three nodes and databases of three members',
    );
    expect(inWords({ stepDeadlineMs: 3_000, instances: 2 })).to.equal(
      'a system of its own, with short waits (3 s for a step), 2 instances of each service',
    );
    expect(inWords({ admission: { pendingOrders: 20, writesPerSecond: 60 } })).to.equal(
      'a system of its own, with at most 20 pending orders and 60 writes a second',
    );
    expect(inWords({ clocksAheadMs: {} })).to.equal('a system of its own, with clocks that can jump');
    const clocksAheadMs = { 'order-service': 300_000, 'inventory-service': -56 * 365.25 * 86_400_000 };
    expect(inWords({ clocksAheadMs })).to.equal(
      'a system of its own, with clocks that differ (order-service 5 min ahead, inventory-service 56 years behind)',
    );
  });

  it('is met by any system only if nothing but a broker is asked for', () => {
    expect([{}, { broker: true } as const].map(needsOwnSystem)).to.deep.equal([false, false]);
    expect(needsOwnSystem({ alone: true })).to.equal(true);
    expect([{ ownSystem: true } as const, { instances: 2 }].map(needsOwnSystem)).to.deep.equal([true, true]);
  });

  it('is met by the usual system if that may be killed, and by no other that is set up in another way', () => {
    const usual = [{}, { broker: true }, { alone: true }, { ownSystem: true }] as const;
    expect(usual.map(setUpAsUsual)).to.deep.equal([true, true, true, true]);
    expect([{ heapMib: 160 }, { ownServers: true } as const].map(setUpAsUsual)).to.deep.equal([false, false]);
  });

  it('is met in memory if it is nothing, or to be alone', () => {
    expect([{}, { alone: true } as const].map(canPlayInMemory)).to.deep.equal([true, true]);
    const others = [{ broker: true }, { alone: true, ownSystem: true }] as const;
    expect(others.map(canPlayInMemory)).to.deep.equal([false, false]);
  });

  it('is met by one kind of system, whose scenarios are played by the test file of that name', () => {
    expect(kindOf({ alone: true })).to.equal('usual');
    expect(kindOf({ instances: 2, stepDeadlineMs: 3_000 })).to.equal('other-set-ups');
    expect(kindOf({ proxies: true, stepDeadlineMs: 6_000 })).to.equal('behind-proxies');
    expect(kindOf({ proxies: true, ownServers: true })).to.equal('own-servers');
    expect(kindOf({ cluster: true })).to.equal('own-servers');
    const files = systemKinds.map((kind) => new URL(`./${kind}.e2e.test.ts`, import.meta.url));
    expect(files.filter((file) => !existsSync(file))).to.deep.equal([]);
  });

  it('brings scenarios together that one system can serve', () => {
    const two = { needs: { instances: 2, stepDeadlineMs: 3_000 } };
    const same = { needs: { stepDeadlineMs: 3_000, instances: 2 } };
    const three = { needs: { instances: 3, stepDeadlineMs: 3_000 } };
    expect(byNeeds([two, three, same]).map(({ scenarios }) => scenarios)).to.deep.equal([
      [two, same],
      [three],
    ]);
  });

  it('sets the system up', () => {
    expect(setupFor({})).to.deep.equal({ env: {}, ownServers: false, isCluster: false });
    const { env, ...rest } = setupFor({
      instances: 2,
      ownServers: true,
      stepDeadlineMs: 6_000,
      admission: { pendingOrders: 20, writesPerSecond: 60 },
    });
    expect(rest).to.deep.equal({ ownServers: true, isCluster: false, instances: 2 });
    expect(setupFor({ cluster: true }).isCluster).to.equal(true);
    expect(env).to.include({
      STEP_DEADLINE_MS: '6000',
      REPEAT_FIRST_MS: '200',
      TRIES_BEFORE_PARKED: '3',
      MOST_PENDING_ORDERS: '20',
      WRITES_PER_SECOND: '60',
    });
    expect(setupFor({ heapMib: 160 }).env?.['NODE_OPTIONS']).to.match(
      /^--max-old-space-size=160 --import=file:.*memory-eater\.mjs$/,
    );
  });
});
