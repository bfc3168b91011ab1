// The order service put together, over whatever ports it is given.
import { commandsOf } from '@saga-lab/contracts/topology';
import { createService } from '@saga-lab/platform/service/create-service';
import { combined } from '@saga-lab/platform/telemetry/observers';
import type { Ports } from '@saga-lab/platform/service/ports';
import type { Service } from '@saga-lab/platform/service/service';
import { admission } from './admission.ts';
import type { Config } from './config.ts';
import { routes } from './entry-points/http.ts';
import { messages } from './entry-points/messages.ts';
import { orders, pendingOnes } from './read-model/orders.ts';

const name = 'order-service';

/** Nothing runs before `start`. */
export const service = ({ config, ...ports }: Ports & { readonly config: Config }): Service => {
  const door = admission({ mostOpen: config.MOST_PENDING_ORDERS, mostLagMs: config.MOST_OUTBOX_LAG_MS });
  const observer = combined(ports.observer, door.observe);
  return createService(
    {
      name,
      config,
      handlers: messages(config.ANNOUNCE_AFTER_MS),
      queues: [{ queue: commandsOf(name), prefetch: config.PREFETCH }],
      projections: [orders],
      routes: (context) => routes(context, door.admit),
      onStart: ({ store, views, clock }) =>
        door.begin({ store, clock, count: () => views.count(orders.view, pendingOnes) }),
    },
    { ...ports, observer },
  );
};
