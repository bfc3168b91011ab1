// The inventory service without its HTTP server: what it hears, decides and shows, over whatever ports it is given.
import { commandsOf } from '@saga-lab/contracts/topology';
import { createComponent } from '@saga-lab/platform/service/create-component';
import type { CreateComponent } from '@saga-lab/platform/service/create-component';
import type { Component, ComponentPorts, ComponentSettings } from '@saga-lab/platform/service/component';
import type { Projection } from '@saga-lab/platform/views/projection';
import { messages } from './entry-points/messages.ts';
import { holds } from './read-model/holds.ts';
import { reservations } from './read-model/reservations.ts';
import { sales } from './read-model/sales.ts';
import { stockCards } from './read-model/stock-cards.ts';
import { stock } from './read-model/stock.ts';

export { defaultSettings as defaults } from '@saga-lab/platform/service/component';

export const name = 'inventory-service';

/** Of all its read models. */
export const projections: readonly Projection[] = [reservations, stock, stockCards, sales, holds.projection];

/** Nothing runs before `start`. */
export const component = (
  settings: ComponentSettings,
  ports: ComponentPorts,
  create: CreateComponent = createComponent,
): Component =>
  create(
    {
      name,
      settings,
      handlers: messages,
      queues: [commandsOf(name)],
      projections,
    },
    ports,
  );
