// The ports of a service with a trap in each place where something becomes durable. They are the last before the drivers:
// what a point says is true of the database and of the broker, whatever stands above.
import { fanOut } from '@saga-lab/platform/runtime/observers';
import type { Ports } from '@saga-lab/platform/service/ports';
import type { Trap } from './trap.ts';
import { trappedBus } from './trapped-bus.ts';
import { trappedObserver } from './trapped-observer.ts';
import { knownMessages } from './known-messages.ts';
import { trappedStore } from './trapped-store.ts';
import { trappedFeed } from './trapped-feed.ts';

export const trappedPorts = (ports: Ports, trap: Trap): Ports => {
  const known = knownMessages();
  const { store, views } = trappedFeed(ports, trap);
  return {
    ...ports,
    views,
    store: trappedStore(store, { trap, known }),
    bus: trappedBus(ports.bus, { trap, known }),
    observer: fanOut(ports.observer, trappedObserver(trap, known)),
  };
};
