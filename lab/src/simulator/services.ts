// The four services as they are put together for a simulation: each one's component, and its routes without a server.
import type { ServiceName } from '@saga-lab/contracts/services';
import * as inventory from '@saga-lab/inventory-service/component';
import { routes as inventoryRoutes } from '@saga-lab/inventory-service/entry-points/http';
import * as order from '@saga-lab/order-service/component';
import { routes as orderRoutes } from '@saga-lab/order-service/entry-points/http';
import * as payment from '@saga-lab/payment-service/component';
import { routes as paymentRoutes } from '@saga-lab/payment-service/entry-points/http';
import type { RouteContext } from '@saga-lab/platform/http/routes/context';
import type { Route } from '@saga-lab/platform/http/routes/route';
import type { Component, ComponentPorts } from '@saga-lab/platform/service/component';
import type { CreateComponent } from '@saga-lab/platform/service/create-component';
import { deadLetterRoutes } from '@saga-lab/platform/service/dead-letter-routes';
import { readModelRoutes } from '@saga-lab/platform/service/read-model-routes';
import { tombstoneRoutes } from '@saga-lab/platform/service/tombstone-routes';
import * as orchestrator from '@saga-lab/saga-orchestrator/component';
import { routes as orchestratorRoutes } from '@saga-lab/saga-orchestrator/entry-points/http';

export interface Settings {
  readonly orders: order.Settings;
  readonly sagas: orchestrator.Settings;
}

export interface SimulatedService {
  readonly component: Component;
  /** Made when they are first asked for: most lives of a process answer nobody. */
  readonly routes: () => readonly Route[];
}

interface Parts {
  readonly settings: Settings;
  readonly ports: ComponentPorts;
  readonly create: CreateComponent;
}

interface Made<C extends Component> {
  readonly component: C;
  readonly routes: (context: RouteContext, component: C) => readonly Route[];
}

const made = <C extends Component>({ component, routes }: Made<C>) => ({
  component,
  routes: (context: RouteContext) => routes(context, component),
});

const makers: Record<ServiceName, (parts: Parts) => ReturnType<typeof made>> = {
  'order-service': ({ settings, ports, create }) =>
    made({
      component: order.component(settings.orders, ports, create),
      routes: orderRoutes,
    }),
  'payment-service': ({ settings, ports, create }) =>
    made({ component: payment.component(settings.orders, ports, create), routes: paymentRoutes }),
  'inventory-service': ({ settings, ports, create }) =>
    made({ component: inventory.component(settings.orders, ports, create), routes: inventoryRoutes }),
  'saga-orchestrator': ({ settings, ports, create }) =>
    made({ component: orchestrator.component(settings.sagas, ports, create), routes: orchestratorRoutes }),
};

export const makeService = (service: ServiceName, parts: Parts): SimulatedService => {
  const { component, routes } = makers[service](parts);
  const { handle, replay } = component.runtime;
  const context = {
    ...parts.ports,
    service,
    handle,
    views: component.readModels.views,
    readModels: component.readModels,
  };
  let made: readonly Route[] | undefined;
  return {
    component,
    routes: () =>
      (made ??= [
        ...routes(context),
        ...readModelRoutes(context),
        ...deadLetterRoutes({ ...context, replay }),
        ...tombstoneRoutes({ ...context, forget: component.forget }),
      ]),
  };
};
