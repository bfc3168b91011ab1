// The settings of the payment service: those that every service has.
import { commonSettings, readConfig } from '@saga-lab/platform/service/config';
import type { Environment, ServiceConfig } from '@saga-lab/platform/service/config';

/** All that the process reads. */
export const settings = commonSettings;

/** What the service needs on any engine. */
export type Config = ServiceConfig;

/** @throws PermanentError, code CONFIG, that names every variable that is wrong. */
export const configOf = (environment: Environment = process.env) => readConfig(settings, environment);
