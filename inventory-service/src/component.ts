// The inventory service without its HTTP server: what it hears, decides and shows, over whatever ports it is given.
import { commandsOf } from '@saga-lab/contracts/topology';
import { defaultSettings } from '@saga-lab/platform/service/component';
import { createComponent } from '@saga-lab/platform/service/create-component';
import type { CreateComponent } from '@saga-lab/platform/service/create-component';
import type { Component, ComponentPorts, ComponentSettings } from '@saga-lab/platform/service/component';
import type { Projection } from '@saga-lab/platform/views/projection';
import { waitDefaults } from '@saga-lab/protocols/timing';
import type { WaitSettings } from '@saga-lab/protocols/timing';
import { messages } from './entry-points/messages.ts';
import { holds } from './read-model/holds.ts';
import { reservations } from './read-model/reservations.ts';
import { sales } from './read-model/sales.ts';
import { stockCards } from './read-model/stock-cards.ts';
import { stock } from './read-model/stock.ts';

export type Settings = ComponentSettings & WaitSettings;

export const defaults: Settings = { ...defaultSettings, ...waitDefaults };

export const name = 'inventory-service';

/** Of all its read models. */
export const projections: readonly Projection[] = [reservations, stock, stockCards, sales, holds.projection];

/** Nothing runs before `start`. */
export const component = (
  settings: Settings,
  ports: ComponentPorts,
  create: CreateComponent = createComponent,
): Component =>
  create(
    {
      name,
      settings,
      handlers: messages(settings),
      queues: [commandsOf(name)],
      projections,
    },
    ports,
  );
