// What `npm start` may not be told, and what it has to say of it.
import { SECRET } from './bad-settings.ts';
import { READ_ONLY } from './program.ts';
import type { Environment } from './program.ts';

/** Servers that work, and what does not. */
export interface LaunchPlace {
  readonly broker: string;
  readonly databases: readonly string[];
  readonly standalone: string;
  readonly takenPort: number;
  /** A file, below which no directory can be. */
  readonly file: string;
}

export interface BadLaunch {
  readonly what: string;
  readonly env: (place: LaunchPlace) => Environment;
  /** Another one than a new one. */
  readonly dataDir?: (place: LaunchPlace) => string;
  readonly flags?: readonly string[];
  readonly says: readonly RegExp[];
}

const servers = ({ broker, databases }: LaunchPlace, given: Environment = {}): Environment => ({
  SAGA_LAB_RABBITMQ_URL: broker,
  SAGA_LAB_MONGO_URLS: databases.join(),
  ...given,
});
const none = () => ({});

export const badLaunches: readonly BadLaunch[] = [
  {
    what: 'settings of all kinds',
    env: () => ({
      ADMIN_TOKEN: SECRET,
      SAGA_LAB_RABBITMQ_URL: `amqp://guest:${SECRET}@127.0.0.1/lab`,
      SAGA_LAB_MONGO_URLS: SECRET,
      ORDER_SERVICE_PORT: '-1',
      SAGA_ORCHESTRATOR_PORT: 'NaN',
      PREFETCH: '0',
      MAX_RUNNING_SAGAS: '1.5',
    }),
    says: [
      /^Configuration: [^\n]*ADMIN_TOKEN must have at least 16 characters/,
      /SAGA_LAB_RABBITMQ_URL must not use the broker's default user/,
      /SAGA_LAB_MONGO_URLS must be a mongodb:\/\/ URL/,
      /\bORDER_SERVICE_PORT must be a whole number/,
      /SAGA_ORCHESTRATOR_PORT must be a whole number/,
      /PREFETCH must be a whole number/,
      /MAX_RUNNING_SAGAS must be a whole number/,
    ],
  },
  {
    what: 'an engine that there is not',
    env: () => ({ SAGA_LAB_ENGINE: 'both' }),
    says: [/^SAGA_LAB_ENGINE is both, but must be real or memory/],
  },
  {
    what: 'a port that is taken',
    env: ({ takenPort }) => ({ SAGA_LAB_ENGINE: 'memory', PAYMENT_SERVICE_PORT: String(takenPort) }),
    says: [/^Port \d+ is taken: set PAYMENT_SERVICE_PORT to another one, or unset it/],
  },
  {
    what: 'a broker that refuses the user',
    env: (place) =>
      servers(place, { SAGA_LAB_RABBITMQ_URL: place.broker.replace(/:[^:@]*@/, `:${SECRET}@`) }),
    says: [/^The RabbitMQ at SAGA_LAB_RABBITMQ_URL does not answer, refuses the user/],
  },
  {
    what: 'a database that is a standalone server',
    env: (place) => {
      const [first = '', second = '', third = ''] = place.databases;
      const list = [first, second, third, `mongodb://${place.standalone}/lab`];
      return servers(place, { SAGA_LAB_MONGO_URLS: list.join() });
    },
    says: [
      /^Place 4 of SAGA_LAB_MONGO_URLS \(inventory-service\) will not do. .* runs as a standalone server/,
    ],
  },
  {
    what: 'one database for all services',
    env: (place) => servers(place, { SAGA_LAB_MONGO_URLS: Array(4).fill(place.databases[0]).join() }),
    says: [/^SAGA_LAB_MONGO_URLS names one database for two services, in the places 1 and 2/],
  },
  {
    what: 'a data directory that cannot be made',
    env: none,
    dataDir: ({ file }) => `${file}/below`,
    says: [/^Nothing can be written to .* \(ENOTDIR\).*--data-dir PATH/],
  },
  {
    what: 'a read-only disk',
    env: none,
    flags: READ_ONLY,
    says: [/^Nothing can be written to .* \((EROFS|ERR_ACCESS_DENIED)\).*--data-dir PATH/],
  },
];
