// Where the programs of the services are.
import { fileURLToPath } from 'node:url';

export const mainOf = (service: string): string =>
  fileURLToPath(new URL(`../../../${service}/src/main.ts`, import.meta.url));

/** `ORDER_SERVICE_PORT` fixes the port of the first instance; without it every port is chosen free. */
export const portSetting = (service: string): string => `${service.toUpperCase().replaceAll('-', '_')}_PORT`;
