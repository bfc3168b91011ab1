// The settings of the payment service: those that every service has, and those of whoever holds something.
import type { z } from 'zod';
import { commonSettings, componentSettingsOf, readConfig } from '@saga-lab/platform/service/config';
import type { Environment, ServiceConfig } from '@saga-lab/platform/service/config';
import { expectLongEnough, holdSettings } from '@saga-lab/protocols/hold-settings';
import { waitsOf } from '@saga-lab/protocols/timing';
import { defaults } from './component.ts';
import type { Settings } from './component.ts';

const own = holdSettings(defaults);

/** All that the process reads. */
export const settings = commonSettings.extend(own).superRefine(expectLongEnough);

/** What the service needs on any engine. */
export type Config = ServiceConfig & z.infer<z.ZodObject<typeof own>>;

/** @throws PermanentError, code CONFIG, that names every variable that is wrong. */
export const configOf = (environment: Environment = process.env) => readConfig(settings, environment);

/** What of it concerns the component. */
export const settingsOf = (config: Config): Settings => ({
  ...componentSettingsOf(config),
  ...waitsOf(config),
});
