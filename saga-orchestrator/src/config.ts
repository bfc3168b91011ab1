// The settings of the orchestrator.
import { commonSettings, componentSettingsOf, readConfig } from '@saga-lab/platform/service/config';
import type { Environment, ServiceConfig } from '@saga-lab/platform/service/config';
import { integer } from '@saga-lab/platform/service/integer';
import { defaults } from './component.ts';
import type { Settings } from './component.ts';

const { policy, mostRunningSagas } = defaults;

const own = {
  STEP_DEADLINE_MS: integer(100, 3_600_000)
    .default(policy.stepDeadlineMs)
    .describe('How long a step before the pivot may take until the saga is undone'),
  REPEAT_FIRST_MS: integer(10, 3_600_000)
    .default(policy.repeatFirstMs)
    .describe(
      'Before the first repeat of what must get through, up to eight times as long where answers are slow; then twice as long each time',
    ),
  REPEAT_MOST_MS: integer(10, 3_600_000)
    .default(policy.repeatMostMs)
    .describe('Longest time between such repeats'),
  TRIES_BEFORE_PARKED: integer(1, 1_000)
    .default(policy.triesBeforeParked)
    .describe('Tries without an answer until a saga is PARKED, for people to look at'),
  SLOW_REPEAT_MS: integer(10, 86_400_000)
    .default(policy.slowRepeatMs)
    .describe('Between the tries of a parked saga'),
  MAX_RUNNING_SAGAS: integer(1, 1_000_000)
    .default(mostRunningSagas)
    .describe(
      'No saga, and no transaction of another protocol, is started while so many of them run; an order waits in the queue meanwhile. More at once are not more a second, only slower each: at 100 a second, 1,000 at once take 10 s, and meet their deadlines',
    ),
};

/** All that the process reads. */
export const settings = commonSettings.extend(own);

/** What the service needs on any engine. */
export type Config = ServiceConfig & { readonly [Name in keyof typeof own]: number };

/** @throws PermanentError, code CONFIG, that names every variable that is wrong. */
export const configOf = (environment: Environment = process.env) => readConfig(settings, environment);

/** What of it concerns the component. */
export const settingsOf = (config: Config): Settings => ({
  ...componentSettingsOf(config),
  policy: {
    stepDeadlineMs: config.STEP_DEADLINE_MS,
    repeatFirstMs: config.REPEAT_FIRST_MS,
    repeatMostMs: config.REPEAT_MOST_MS,
    triesBeforeParked: config.TRIES_BEFORE_PARKED,
    slowRepeatMs: config.SLOW_REPEAT_MS,
  },
  mostRunningSagas: config.MAX_RUNNING_SAGAS,
});
