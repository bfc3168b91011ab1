// Servers, ports and histories that no service may start on, and what it has to say of each.
import type { Db } from 'mongodb';
import type { ServiceName } from '@saga-lab/contracts/services';
import { SECRET } from './bad-settings.ts';
import type { Environment } from './program.ts';

/** Addresses that work, of the service at hand, and some that do not. */
export interface Place {
  readonly mongo: string;
  readonly rabbitmq: string;
  /** `host:port` of a MongoDB that is no replica set. */
  readonly standalone: string;
  readonly takenPort: number;
}

export interface Refusal {
  readonly what: string;
  readonly service: ServiceName;
  readonly env?: (place: Place) => Environment;
  /** Done before the start to a new database of its own. */
  readonly damage?: (db: Db) => Promise<unknown>;
  /** 78 unless told. */
  readonly code?: number;
  readonly says: RegExp;
}

const changed = (address: string, change: (url: URL) => unknown): string => {
  const url = new URL(address);
  change(url);
  return url.href;
};
const rabbitmq =
  (change: (url: URL) => unknown) =>
  (place: Place): Environment => ({ RABBITMQ_URL: changed(place.rabbitmq, change) });
const mongo =
  (change: (url: URL) => unknown) =>
  (place: Place): Environment => ({ MONGO_URL: changed(place.mongo, change) });

const commits = (db: Db) => db.collection('commits');

export const refusals: readonly Refusal[] = [
  {
    what: 'a virtual host that is not there',
    service: 'order-service',
    env: rabbitmq((url) => (url.pathname = '/elsewhere')),
    says: /refuses the virtual host elsewhere: check the end of RABBITMQ_URL/,
  },
  {
    what: 'the virtual host /, which is not for its user',
    service: 'payment-service',
    env: rabbitmq((url) => (url.pathname = '')),
    says: /refuses the virtual host \/: .*payment-service has permissions in it/,
  },
  {
    what: 'a wrong password of the broker',
    service: 'inventory-service',
    env: rabbitmq((url) => (url.password = SECRET)),
    says: /refuses the user inventory-service: check the name and the password in RABBITMQ_URL/,
  },
  {
    what: 'a wrong password of the database',
    service: 'saga-orchestrator',
    env: mongo((url) => ([url.username, url.password] = ['me', SECRET])),
    says: /MongoDB refuses the user: check user and password in MONGO_URL/,
  },
  {
    what: 'a standalone MongoDB',
    service: 'order-service',
    env: ({ standalone }) => ({ MONGO_URL: `mongodb://${standalone}/lab` }),
    says: /MongoDB at MONGO_URL runs as a standalone server.*--replSet/,
  },
  {
    what: 'a standalone MongoDB under the name of a replica set',
    service: 'payment-service',
    env: ({ standalone }) => ({ MONGO_URL: `mongodb://${standalone}/lab?replicaSet=rs` }),
    says: /MongoDB at MONGO_URL runs as a standalone server.*--replSet/,
  },
  {
    what: 'a replica set of another name',
    service: 'inventory-service',
    env: mongo((url) => {
      url.searchParams.set('replicaSet', 'elsewhere');
    }),
    says: /replica set .* another name than MONGO_URL says: put replicaSet=saga-lab there/,
  },
  {
    what: 'a database that has no possible name',
    service: 'saga-orchestrator',
    env: mongo((url) => (url.pathname = '/a.b')),
    says: /The database in MONGO_URL must have a name/,
  },
  {
    what: 'an index on writes that is not unique',
    service: 'order-service',
    damage: (db) => commits(db).createIndex({ writes: 1 }, { name: 'writes' }, {}),
    says: /An index of the collection commits .* is not as it must be.*drop that index.*existing index: .*"writes"/,
  },
  {
    what: 'a history in which one version is claimed twice',
    service: 'inventory-service',
    damage: (db) =>
      commits(db).insertMany([
        { writes: ['a@1'], input: {} },
        { writes: ['a@1'], input: {} },
      ]),
    says: /Two commits in the database of MONGO_URL claim the same version.*restore/,
  },
  {
    what: 'a history of commits that do not say what they were decided on',
    service: 'inventory-service',
    damage: (db) => commits(db).insertOne({ writes: ['a@1'] }),
    says: /The commits in the database of MONGO_URL/,
  },
  {
    what: 'a port that is taken',
    service: 'saga-orchestrator',
    env: ({ takenPort }) => ({ PORT: String(takenPort) }),
    code: 1,
    says: /port \d+ on 127\.0\.0\.1 is taken; choose another one with PORT/,
  },
  {
    what: 'an address of another machine',
    service: 'order-service',
    env: () => ({ HOST: '192.0.2.1' }),
    code: 1,
    says: /cannot listen on 192\.0\.2\.1, port 0 \(EADDRNOTAVAIL\); choose others with HOST and PORT/,
  },
];
