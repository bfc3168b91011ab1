// Settings from the environment: typed, checked all at once at the start, and never shown with their values.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { PermanentError } from '../decider/errors.ts';
import { defaultSettings } from './component.ts';
import type { ComponentSettings } from './component.ts';
import { integer } from './integer.ts';
import { hasProtocol, mongoUrl, rabbitUrl, secret } from './secret-settings.ts';
import { proxySettings } from './proxy-settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with one variable, told without its value. */
export interface Problem {
  readonly variable: string;
  readonly says: string;
}

/** Settings that are wrong; its message is one line that names each. Code CONFIG. */
export class ConfigError extends PermanentError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('CONFIG', problems.map(({ variable, says }) => `${variable} ${says}`).join('; '));
    this.problems = problems;
  }
}

/**
 * Reads every setting that the schema names. `<NAME>_FILE` may name a file that holds the value, for secrets.
 * Empty counts as not given.
 * @throws ConfigError, code CONFIG.
 */
export const readConfig = <Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  environment: Environment,
): Readonly<z.infer<z.ZodObject<Shape>>> => {
  const problems: Problem[] = [];
  const given = new Map<string, string>();
  for (const name of Object.keys(schema.shape)) {
    const { value, problem } = lookUp(name, environment);
    if (problem) problems.push(problem);
    if (value !== undefined) given.set(name, value);
  }
  if (problems.length === 0) {
    const result = schema.safeParse(Object.fromEntries(given));
    if (result.success) return result.data;
    problems.push(...result.error.issues.map((issue) => describe(issue, given)));
  }
  throw new ConfigError(problems);
};

const describe = ({ path: [name], message }: z.core.$ZodIssue, given: Map<string, string>): Problem => {
  const variable = String(name);
  return { variable, says: given.has(variable) ? message : 'is missing' };
};

/** One setting alone, as it was given. @throws ConfigError, if its file cannot be read or is one too many. */
export const givenSetting = (name: string, environment: Environment): string | undefined => {
  const { value, problem } = lookUp(name, environment);
  if (problem) throw new ConfigError([problem]);
  return value;
};

const lookUp = (name: string, environment: Environment): { value?: string; problem?: Problem } => {
  const wrong = (says: string) => ({ problem: { variable: `${name}_FILE`, says } });
  const value = environment[name] ?? '';
  const file = environment[`${name}_FILE`] ?? '';
  if (file === '') return value === '' ? {} : { value };
  if (value !== '') return wrong(`and ${name} are both set; leave one out`);
  try {
    const content = readFileSync(file, 'utf8').trim();
    return content === '' ? wrong('names an empty file') : { value: content };
  } catch {
    return wrong('names a file that cannot be read');
  }
};

const { prefetch, limits } = defaultSettings;

/** What every service needs, whatever it stands on. */
export const serviceSettings = z.object({
  HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
  PORT: integer(0, 65_535).default(0).describe('Port to listen on; 0: any free one'),
  ADMIN_TOKEN: secret('the bearer token of the admin routes').describe('Bearer token of the admin routes'),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be fatal, error, warn, info, debug, trace or silent',
    )
    .default('info')
    .describe('How much is logged'),
  INSTANCE: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 . _ -')
    .default('1')
    .describe('Tells several instances of one service apart in logs and metrics'),
  WRITES_PER_SECOND: integer(1, 1_000_000)
    .default(1_000)
    .describe('Most writing requests of one client address in a second; more are answered with 429'),
  PREFETCH: integer(1, 1_000)
    .default(prefetch)
    .describe('Most deliveries of one queue that wait for their ack'),
  BATCH_SIZE: integer(1, 1_000).default(limits.batchSize).describe('Most commits in one write'),
  PUBLISH_WINDOW: integer(1, 10_000)
    .default(limits.publishWindow)
    .describe('Most messages that wait for the broker to confirm them'),
  SWEEP_MS: integer(10, 60_000)
    .default(limits.sweepMs)
    .describe('Longest time between two looks for unsent messages'),
  GRACE_MS: integer(10, 60_000)
    .default(limits.graceMs)
    .describe('How long a fresh commit is left to the fast path at least'),
  LEASE_MS: integer(100, 600_000).default(limits.leaseMs).describe('How long a sweeper keeps a commit'),
  RETENTION_MS: integer(1_000, 999_999_999_999).optional().describe('How long what has ended is kept'),
});
export type ServiceConfig = Readonly<z.infer<typeof serviceSettings>>;

/** What of it concerns the component. */
export const componentSettingsOf = (config: ServiceConfig): ComponentSettings => ({
  prefetch: config.PREFETCH,
  limits: {
    batchSize: config.BATCH_SIZE,
    publishWindow: config.PUBLISH_WINDOW,
    graceMs: config.GRACE_MS,
    leaseMs: config.LEASE_MS,
    sweepMs: config.SWEEP_MS,
    retentionMs: config.RETENTION_MS,
  },
});

/** What a service needs that stands on a real database and a real broker. Extend it with what one service needs alone. */
export const commonSettings = serviceSettings.extend({
  MONGO_URL: mongoUrl.describe('The own database: mongodb://user:password@host:port/name?replicaSet=rs'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .refine((value) => hasProtocol(value, ['http:', 'https:']), 'must be an http:// or https:// URL')
    .optional()
    .describe('Where spans are sent, by OTLP over HTTP: http://host:4318; left out: nothing is traced'),
  RABBITMQ_URL: rabbitUrl.describe(
    'The broker, with the own user: amqp://user:password@host:port/vhost; of a cluster the address of each node, with commas between',
  ),
  ...proxySettings,
});
export type CommonConfig = Readonly<z.infer<typeof commonSettings>>;
