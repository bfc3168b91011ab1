// What was true at random moments of a simulated run, recorded while it went on: for the comparison with what is asked for later.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { parseStream } from '@saga-lab/platform/decider/streams';
import { Problem } from '@saga-lab/platform/http/routes/problem';
import { showCurrent } from '@saga-lab/platform/http/routes/read-routes';
import type { Resource } from '@saga-lab/platform/http/routes/resource';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import { resources } from '../../rebuild/services.ts';
import { fraction, hashOf, mixed, sharedHashes } from '../../simulator/hash.ts';
import { commitsIn } from '../../simulator/read-memory.ts';
import { commitKey } from '../../simulator/simulation.ts';
import type { Databases, Watch } from '../../simulator/simulation.ts';

export type List = keyof typeof resources;

/** Which service keeps what. */
export const homes = {
  orders: 'order-service',
  sagas: 'saga-orchestrator',
  payments: 'payment-service',
  reservations: 'inventory-service',
  accounts: 'payment-service',
  stock: 'inventory-service',
} as const satisfies Record<List, ServiceName>;

export const lists = Object.keys(homes) as readonly List[];

/** What one list is made of, whatever its documents are. */
export const resourceOf = (list: List): Resource<ViewDocument> =>
  resources[list] as unknown as Resource<ViewDocument>;

export interface LiveAnswer {
  readonly list: List;
  readonly id: string;
  /** As REST answered; `undefined`: 404. */
  readonly body: unknown;
}

export interface LiveMoment {
  /** By the simulated world's time, milliseconds since the run began. */
  readonly at: number;
  /** By each database's own clock, milliseconds since the epoch. */
  readonly clocks: Readonly<Record<ServiceName, number>>;
  /** `commitKey` of every commit that was durable. */
  readonly durable: ReadonlySet<string>;
  readonly answers: readonly LiveAnswer[];
}

export interface Recording {
  readonly watch: Watch;
  readonly moments: readonly LiveMoment[];
  /** What is stored in the end. */
  readonly databases: () => Databases;
}

const CHANCE = 1 / 150;
const MOST_MOMENTS = 8;

/** Which moments are recorded depends on the seed alone. */
export const recording = (seed: number): Recording => {
  const moments: LiveMoment[] = [];
  let last: Databases | undefined;
  let steps = 0;
  return {
    moments,
    databases: () => {
      if (!last) throw new Error('nothing was watched');
      return last;
    },
    watch: async (databases, at) => {
      last = databases;
      steps += 1;
      if (moments.length === MOST_MOMENTS) return;
      if (fraction(mixed(hashOf(seed, 'recorded moments'), steps)) < CHANCE)
        moments.push(await momentOf(databases, at));
    },
  };
};

const momentOf = async (databases: Databases, at: number): Promise<LiveMoment> => {
  const histories = await Promise.all(
    serviceNames.map(async (name) => [name, await commitsIn(databases[name].store)] as const),
  );
  const clocks = await Promise.all(
    serviceNames.map(async (name) => [name, await databases[name].store.now()] as const),
  );
  const answers = histories.flatMap(([name, commits]) => answersOf(databases, name, commits));
  return {
    at,
    clocks: Object.fromEntries(clocks) as Record<ServiceName, number>,
    durable: new Set(histories.flatMap(([name, commits]) => commits.map(({ _id }) => commitKey(name, _id)))),
    answers: await Promise.all(answers),
  };
};

/** Of everything that the service has ever written about. */
const answersOf = (
  databases: Databases,
  service: ServiceName,
  commits: readonly Commit[],
): readonly Promise<LiveAnswer>[] => {
  const streams = [...new Set(commits.flatMap(({ events }) => events.map(({ stream }) => stream)))];
  return lists
    .filter((list) => homes[list] === service)
    .flatMap((list) =>
      streams
        .map(parseStream)
        .filter(({ category }) => category === resourceOf(list).projection.category)
        .map(({ id }) => answerOf(databases, list, id)),
    );
};

const answerOf = async (databases: Databases, list: List, id: string): Promise<LiveAnswer> => {
  const service = homes[list];
  const parts = {
    ...databases[service],
    service,
    ids: { ...sharedHashes, unique: () => '', random: () => 0 },
  };
  const body = await showCurrent(resourceOf(list), parts, id).catch((error: unknown) => {
    if (error instanceof Problem && error.status === 404) return undefined;
    throw error;
  });
  return { list, id, body };
};
