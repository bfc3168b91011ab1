// The order service without its HTTP server: what it hears, decides and shows, and when it takes no new order.
import { categories } from '@saga-lab/contracts/streams';
import { commandsOf } from '@saga-lab/contracts/topology';
import { fanOut } from '@saga-lab/platform/runtime/observers';
import { defaultSettings } from '@saga-lab/platform/service/component';
import type { Component, ComponentPorts, ComponentSettings } from '@saga-lab/platform/service/component';
import { createComponent } from '@saga-lab/platform/service/create-component';
import type { CreateComponent } from '@saga-lab/platform/service/create-component';
import { protocols } from '@saga-lab/protocols/index';
import { closingEvents } from '@saga-lab/protocols/mounted';
import { admission } from './admission.ts';
import type { Admission } from './admission.ts';
import type { Projection } from '@saga-lab/platform/views/projection';
import { messages, orderWaits } from './entry-points/messages.ts';
import type { OrderWaits } from './entry-points/messages.ts';
import { holds } from './read-model/holds.ts';
import { orders, pendingOnes } from './read-model/orders.ts';

export const name = 'order-service';

export interface Settings extends ComponentSettings, OrderWaits {
  /** No new order is taken while so many are pending ... */
  readonly mostPendingOrders: number;
  /** ... or while a message of the service has waited longer to be sent. */
  readonly mostOutboxLagMs: number;
  /** The ways to agree under which an order may be placed: their processes run. */
  readonly protocols: readonly string[];
  /** Pieces from which on an order is large, where it asks to be taken by its value. */
  readonly byValuePieces: number;
}

export const defaults: Settings = {
  ...defaultSettings,
  ...orderWaits,
  mostPendingOrders: 1_000,
  mostOutboxLagMs: 30_000,
  protocols: ['saga', ...protocols.map((protocol) => protocol.name)],
  byValuePieces: 10,
};

export interface OrderComponent extends Component {
  readonly admit: Admission['admit'];
  readonly running: readonly string[];
  readonly byValuePieces: number;
}

/** Of all its read models. */
export const projections: readonly Projection[] = [orders, holds.projection];

/** Nothing runs before `start`. */
export const component = (
  settings: Settings,
  ports: ComponentPorts,
  create: CreateComponent = createComponent,
): OrderComponent => {
  const { mostPendingOrders: mostOpen, mostOutboxLagMs: mostLagMs } = settings;
  const { admit, observe, begin } = admission({ mostOpen, mostLagMs });
  const parts = create(
    {
      name,
      settings,
      handlers: messages(settings),
      queues: [commandsOf(name)],
      projections,
      closedBy: { [categories.order]: ['OrderApproved', 'OrderRejected'], ...closingEvents(name) },
      background: ({ store, views, clock }) =>
        begin({ store, clock, count: () => views.count(orders.view, pendingOnes) }),
    },
    { ...ports, observer: fanOut(ports.observer, observe) },
  );
  return { ...parts, admit, running: settings.protocols, byValuePieces: settings.byValuePieces };
};
