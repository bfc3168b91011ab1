// Settings that no service may start with, and what it has to say of each: several in one start, for it names them all.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Environment } from './program.ts';
import { goodSettings, numbersOf, schemas } from './settings.ts';

/** In every value that must never be seen again. */
export const SECRET = 'sesame';

/** `undefined`: the variable is not there at all. */
type Bad = readonly [value: string | undefined, complaint: string];

export interface BadStart {
  readonly service: ServiceName;
  readonly settings: Readonly<Record<string, Bad>>;
  /** Left out: the numbers of the service are bad as well. */
  readonly numbers?: 'good';
}

const DEFAULT_USER = "must not use the broker's default user; give the service its own";
const EXAMPLE = 'must not hold an example as password; give the user a random one';
const BOTH = 'and ADMIN_TOKEN are both set; leave one out';
const nothing: Bad = [undefined, 'is missing'];
const empty: Bad = ['', 'is missing'];

export const badStarts: readonly BadStart[] = [
  {
    service: 'order-service',
    settings: { RABBITMQ_URL: nothing, MONGO_URL: nothing, ADMIN_TOKEN: nothing },
  },
  {
    service: 'payment-service',
    settings: { RABBITMQ_URL: empty, MONGO_URL: empty, ADMIN_TOKEN: empty },
  },
  {
    service: 'inventory-service',
    settings: {
      RABBITMQ_URL: [`amqp://guest:guest@127.0.0.1/${SECRET}`, DEFAULT_USER],
      MONGO_URL: [SECRET, 'must be a mongodb:// URL'],
      ADMIN_TOKEN: [SECRET, 'must have at least 16 characters (the bearer token of the admin routes)'],
    },
  },
  {
    service: 'saga-orchestrator',
    settings: {
      RABBITMQ_URL: [`http://me:${SECRET}@127.0.0.1`, 'must be an amqp:// URL'],
      MONGO_URL: [`mongodb://me:example-${SECRET}@127.0.0.1,127.0.0.2/lab`, EXAMPLE],
      ADMIN_TOKEN: [`change-me-${SECRET}-please`, 'looks like an example; make a random one'],
    },
  },
  {
    service: 'order-service',
    settings: {
      RABBITMQ_URL: ['amqp://order-service@127.0.0.1/lab', 'must hold the password of its user'],
      ADMIN_TOKEN: [`open ${SECRET}, if you please`, 'must be visible ASCII without spaces'],
      LOG_LEVEL: [SECRET, 'must be fatal, error, warn, info, debug, trace or silent'],
      INSTANCE: [`open ${SECRET}`, 'must be 1 to 64 of A-Z a-z 0-9 . _ -'],
      OTEL_EXPORTER_OTLP_ENDPOINT: [SECRET, 'must be an http:// or https:// URL'],
    },
  },
  {
    service: 'payment-service',
    settings: {
      RABBITMQ_URL: [`amqp://me:password-${SECRET}@127.0.0.1/lab`, EXAMPLE],
      ADMIN_TOKEN: ['s'.repeat(20), 'looks like an example; make a random one'],
    },
  },
  {
    service: 'payment-service',
    numbers: 'good',
    settings: {
      MONGO_URL_FILE: [`/nowhere/${SECRET}`, 'names a file that cannot be read'],
      INSTANCE_FILE: ['/', 'names a file that cannot be read'],
      RABBITMQ_URL_FILE: ['/dev/null', 'names an empty file'],
      ADMIN_TOKEN_FILE: ['/dev/null', BOTH],
    },
  },
];

/** One kind of bad number after the other, given the bounds. */
const badNumbers: readonly ((bounds: { min: number; max: number }) => string)[] = [
  () => '-1',
  ({ min }) => (min > 0 ? '0' : '-0'),
  () => 'NaN',
  () => '1.5',
  ({ max }) => String(max + 1),
];

/** The environment of a start, whose place in the list decides which kind of bad number is whose. */
export const environmentOf = (
  start: BadStart,
  place: number,
): { env: Environment; complaints: ReadonlyMap<string, string> } => {
  const { service, settings } = start;
  const numbers = start.numbers === 'good' ? [] : numbersOf(schemas[service]);
  const bad: [name: string, bad: Bad][] = [
    ...Object.entries(settings),
    ...numbers.map((bounds, n): [string, Bad] => {
      const value = badNumbers[(n + place) % badNumbers.length]?.(bounds);
      return [bounds.name, [value, `must be a whole number from ${bounds.min} to ${bounds.max}`]];
    }),
  ];
  const replaced = Object.fromEntries(
    ['MONGO_URL', 'RABBITMQ_URL']
      .filter((name) => `${name}_FILE` in settings)
      .map((name) => [name, undefined]),
  );
  const values = Object.fromEntries(bad.map(([name, [value]]) => [name, value]));
  return {
    env: { ...goodSettings, ...replaced, ...values },
    complaints: new Map(bad.map(([name, [, complaint]]) => [name, complaint])),
  };
};
