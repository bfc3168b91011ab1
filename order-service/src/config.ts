// The settings of the order service.
import { z } from 'zod';
import { commonSettings, componentSettingsOf, readConfig } from '@saga-lab/platform/service/config';
import type { Environment, ServiceConfig } from '@saga-lab/platform/service/config';
import { integer } from '@saga-lab/platform/service/integer';
import { expectLongEnough, holdSettings } from '@saga-lab/protocols/hold-settings';
import { waitsOf } from '@saga-lab/protocols/timing';
import { defaults } from './component.ts';
import type { Settings } from './component.ts';

/** Names with commas between them. */
const names = (known: readonly string[]) =>
  z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(known, `must be names of ${known.join(', ')}, with commas between them`)));

const own = {
  ...holdSettings(defaults),
  PROTOCOLS: names(defaults.protocols)
    .optional()
    .describe(
      'The ways to agree that run: an order that asks for another one is answered 503. Left out: all of them',
    ),
  BY_VALUE_PIECES: integer(1, 1_000_000)
    .default(defaults.byValuePieces)
    .describe(
      'Pieces from which on an order that asks for `by-value` is large: it is decided by 2pc, a smaller one by the saga',
    ),
  ANNOUNCE_AFTER_MS: integer(100, 3_600_000)
    .default(defaults.announceAfterMs)
    .describe('How long an order may be pending before it announces itself again, or asks how it ended'),
  GIVE_UP_AFTER_MS: integer(100, 3_600_000)
    .default(defaults.giveUpAfterMs)
    .describe(
      'How long an order of another protocol than the saga may be pending, before the order service ends it where the protocol allows that. Set it to more than the time in which MOST_PENDING_ORDERS orders are worked off',
    ),
  MOST_PENDING_ORDERS: integer(1, 1_000_000)
    .default(defaults.mostPendingOrders)
    .describe('No new order is taken while so many are pending: 503, until some have ended'),
  MOST_OUTBOX_LAG_MS: integer(100, 3_600_000)
    .default(defaults.mostOutboxLagMs)
    .describe('No new order is taken while a message of the service has waited longer to be sent: 503'),
};

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
  announceAfterMs: config.ANNOUNCE_AFTER_MS,
  giveUpAfterMs: config.GIVE_UP_AFTER_MS,
  mostPendingOrders: config.MOST_PENDING_ORDERS,
  mostOutboxLagMs: config.MOST_OUTBOX_LAG_MS,
  protocols: config.PROTOCOLS ?? defaults.protocols,
  byValuePieces: config.BY_VALUE_PIECES,
});
