// The settings of the order service.
import { commonSettings, integer, readConfig } from '@saga-lab/platform/service/config';
import type { Environment, ServiceConfig } from '@saga-lab/platform/service/config';

const own = {
  ANNOUNCE_AFTER_MS: integer(100, 3_600_000)
    .default(30_000)
    .describe('How long an order may be pending before it announces itself again'),
};

/** What the service needs on any engine. */
export type Config = ServiceConfig & { readonly ANNOUNCE_AFTER_MS: number };

/** @throws PermanentError, code CONFIG, that names every variable that is wrong. */
export const configOf = (environment: Environment = process.env) =>
  readConfig(commonSettings.extend(own), environment);
