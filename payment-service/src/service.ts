// The payment service put together, over whatever ports it is given.
import { commandsOf } from '@saga-lab/contracts/topology';
import { createService } from '@saga-lab/platform/service/create-service';
import type { Ports } from '@saga-lab/platform/service/ports';
import type { Service } from '@saga-lab/platform/service/service';
import type { Config } from './config.ts';
import { routes } from './entry-points/http.ts';
import { messages } from './entry-points/messages.ts';
import { accounts } from './read-model/accounts.ts';
import { payments } from './read-model/payments.ts';

const name = 'payment-service';

/** Nothing runs before `start`. */
export const service = ({ config, ...ports }: Ports & { readonly config: Config }): Service =>
  createService(
    {
      name,
      config,
      handlers: messages,
      queues: [{ queue: commandsOf(name), prefetch: config.PREFETCH }],
      projections: [accounts, payments],
      routes,
    },
    ports,
  );
