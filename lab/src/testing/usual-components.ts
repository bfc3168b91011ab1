// The components of all services, as they are set up unless told otherwise.
import { ofEveryService } from '@saga-lab/contracts/services';
import * as order from '@saga-lab/order-service/component';
import { createComponent } from '@saga-lab/platform/service/create-component';
import * as orchestrator from '@saga-lab/saga-orchestrator/component';
import type { Components } from '../simulator/memory-lab.ts';
import { makeService } from '../simulator/services.ts';

const settings = { orders: order.defaults, sagas: orchestrator.defaults };

export const usualComponents: Components = ofEveryService(
  (service) => (ports) => makeService(service, { settings, ports, create: createComponent }).component,
);
