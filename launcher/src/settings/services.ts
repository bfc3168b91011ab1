// Where the services are, and their code. A new service is named here, and nowhere else in the launcher.
import { fileURLToPath } from 'node:url';
import type { ServiceName } from '@saga-lab/contracts/services';
import * as inventoryConfig from '@saga-lab/inventory-service/config';
import * as inventory from '@saga-lab/inventory-service/service';
import * as orderConfig from '@saga-lab/order-service/config';
import * as order from '@saga-lab/order-service/service';
import * as paymentConfig from '@saga-lab/payment-service/config';
import * as payment from '@saga-lab/payment-service/service';
import type { commonSettings, Environment, ServiceConfig } from '@saga-lab/platform/service/config';
import type { Ports } from '@saga-lab/platform/service/ports';
import type { Service } from '@saga-lab/platform/service/service';
import * as orchestratorConfig from '@saga-lab/saga-orchestrator/config';
import * as orchestrator from '@saga-lab/saga-orchestrator/service';

const sourceOf = (service: string, file: string): URL =>
  new URL(`../../../${service}/src/${file}`, import.meta.url);

export const mainOf = (service: string): string => fileURLToPath(sourceOf(service, 'main.ts'));

export interface ServiceCode {
  /** The schema of all that it reads from the environment. */
  readonly settings: typeof commonSettings;
  /** @throws PermanentError, code CONFIG, that names every variable that is wrong. */
  readonly configOf: (environment: Environment) => ServiceConfig;
  /** Nothing runs before its `start`. @throws as `configOf` */
  readonly serviceIn: (environment: Environment, ports: Ports) => Service;
}

/** From what the `config.ts` and the `service.ts` of every service have. */
const code = <Config extends ServiceConfig>(
  config: Pick<ServiceCode, 'settings'> & { readonly configOf: (environment: Environment) => Config },
  program: { readonly service: (parts: Ports & { readonly config: Config }) => Service },
): ServiceCode => ({
  settings: config.settings,
  configOf: config.configOf,
  serviceIn: (environment, ports) => program.service({ config: config.configOf(environment), ...ports }),
});

/** The code of every service; what is missing here does not compile. */
export const services: Readonly<Record<ServiceName, ServiceCode>> = {
  'saga-orchestrator': code(orchestratorConfig, orchestrator),
  'order-service': code(orderConfig, order),
  'payment-service': code(paymentConfig, payment),
  'inventory-service': code(inventoryConfig, inventory),
};

/** `ORDER_SERVICE_PORT` fixes the port of the first instance; without it every port is chosen free. */
export const portSetting = (service: string): string => `${service.toUpperCase().replaceAll('-', '_')}_PORT`;
