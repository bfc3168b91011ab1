// The payment service without its HTTP server: what it hears, decides and shows, over whatever ports it is given.
import { commandsOf } from '@saga-lab/contracts/topology';
import { defaultSettings } from '@saga-lab/platform/service/component';
import { createComponent } from '@saga-lab/platform/service/create-component';
import type { CreateComponent } from '@saga-lab/platform/service/create-component';
import type { Component, ComponentPorts, ComponentSettings } from '@saga-lab/platform/service/component';
import type { Projection } from '@saga-lab/platform/views/projection';
import { waitDefaults } from '@saga-lab/protocols/timing';
import type { WaitSettings } from '@saga-lab/protocols/timing';
import { messages } from './entry-points/messages.ts';
import { accounts } from './read-model/accounts.ts';
import { holds } from './read-model/holds.ts';
import { payments } from './read-model/payments.ts';
import { statements } from './read-model/statements.ts';

export type Settings = ComponentSettings & WaitSettings;

export const defaults: Settings = { ...defaultSettings, ...waitDefaults };

export const name = 'payment-service';

/** Of all its read models. */
export const projections: readonly Projection[] = [accounts, payments, statements, holds.projection];

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
