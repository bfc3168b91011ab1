// The system of this project, as `npm start` runs it: four services, on the servers that all contestants share.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { serviceNames } from '@saga-lab/contracts/services';
import { lab } from '@saga-lab/lab/client/lab';
import type { Lab } from '@saga-lab/lab/client/lab';
import { startReal } from '@saga-lab/launcher/engine/real-engine';
import { mainOf } from '@saga-lab/launcher/settings/services';
import { startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import type { BeginHistories } from '@saga-lab/launcher/engine/begin-histories';
import { endingsOfOrders } from '../load/endings-of-orders.ts';
import { ordersAt } from '../load/orders.ts';
import type { Order, Orders } from '../load/orders.ts';
import type { Contestant, Ground } from './contestant.ts';
import { stocked } from './stocked.ts';
import { tracesIn } from './traces.ts';

/** Which differ from what `npm start` has: all orders come from one address. */
export const OWN_SETTINGS = { WRITES_PER_SECOND: '100000' };

/** How it stands there; left out: as `npm start` has it. */
export interface OursSettings {
  /** Of each service; orders come to each of them in turn. */
  readonly instances?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** What its databases, which are empty, begin with. */
  readonly history?: BeginHistories;
}

/** With what those measure who do more than to let it run. */
export interface Ours extends Contestant {
  readonly system: System;
  readonly lab: Lab;
  /** One for each instance of the order service. */
  readonly orders: readonly Orders[];
}

export const ours = (ground: Ground): Promise<Contestant> => oursWith(ground);

export const oursWith = async (ground: Ground, settings: OursSettings = {}): Promise<Ours> => {
  const system = await startOn(ground, settings);
  const one = lab({ urls: system.urls(), adminToken: system.adminToken });
  const orders = Array.from({ length: settings.instances ?? 1 }, (_, n) =>
    ordersAt(system.url('order-service', n + 1)),
  );
  const endings = await endingsOfOrders(ground.infrastructure.e2eUrl);
  return {
    name: 'ours',
    system,
    lab: one,
    orders,
    processes: () => system.parts().flatMap(({ name, pid }) => (pid === undefined ? [] : [{ name, pid }])),
    prepare: async (load) => {
      const place = await stocked(one, load);
      return (n) => placedAt(orders, n, place(n));
    },
    ended: endings.of,
    traces: (sagas) => tracesIn(ground.databases.connections, sagas),
    stop: async () => {
      for (const each of orders) each.close();
      await endings.close();
      await system.stop();
    },
  };
};

/** At one instance after the other. */
export const placedAt = (orders: readonly Orders[], n: number, order: Order): Promise<string | undefined> =>
  orders[n % orders.length]?.place(order, randomUUID()) ?? Promise.resolve(undefined);

const startOn = (
  { infrastructure, dataDir, log }: Ground,
  { instances = 1, env = {}, history }: OursSettings,
): Promise<System> => {
  const kept = { ...infrastructure, parts: [], stop: () => Promise.resolve() };
  const programs = Object.fromEntries(serviceNames.map((service) => [service, mainOf(service)]));
  return startSystem({
    engine: 'real',
    dataDir: join(dataDir, 'ours'),
    instances,
    env: { ...OWN_SETTINGS, ...env },
    ...(history && { history }),
    log,
    makeEngine: (options) => startReal(options, { infrastructure: kept, programs }),
  });
};
