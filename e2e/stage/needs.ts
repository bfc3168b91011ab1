// What a scenario needs of the system that it plays on, as data, and the words for it.
import type { ClockOffsets } from '../faults/clocks.ts';

/** Without any: every running system will do. All but `broker` mean a system started for the scenario. */
export interface Needs {
  /** It puts messages into the broker itself, or counts on services in processes of their own. */
  readonly broker?: true;
  /** It changes what others have, too: on a system that runs already it would undo what its user does meanwhile. */
  readonly alone?: true;
  /** It kills or stops services. */
  readonly ownSystem?: true;
  /** It kills, stops, operates or empties the broker or a database; or they must be empty to begin with. */
  readonly ownServers?: true;
  /** It ends nodes of the broker and members of databases, of which there are three each. */
  readonly cluster?: true;
  /** It waits for deadlines, repeats and parking: the deadline of a step, in milliseconds. All other waits take seconds, too. */
  readonly stepDeadlineMs?: number;
  /** How many of each service. */
  readonly instances?: number;
  /** How many orders may be pending, and how many writing requests one address may send in a second. */
  readonly admission?: { readonly pendingOrders: number; readonly writesPerSecond: number };
  /** It lets a service run out of memory: how much heap each has, in MiB. */
  readonly heapMib?: number;
  /** It holds up or cuts the links from the services to broker and databases. */
  readonly proxies?: true;
  /** How far the clocks of services are ahead of the machine's to begin with, in milliseconds; negative: behind. */
  readonly clocksAheadMs?: ClockOffsets;
}

type Wording = { readonly [Name in keyof Needs]-?: (value: NonNullable<Needs[Name]>) => string };

const MINUTE_MS = 60_000;
const YEAR_MS = 365.25 * 24 * 60 * MINUTE_MS;

const wording: Wording = {
  broker: () => 'a broker that takes its messages',
  alone: () => '',
  ownSystem: () => '',
  ownServers: () => 'its own broker and databases',
  cluster: () => 'a broker of three nodes and databases of three members',
  stepDeadlineMs: (ms) => `short waits (${ms / 1_000} s for a step)`,
  instances: (count) => `${count} instances of each service`,
  admission: ({ pendingOrders, writesPerSecond }) =>
    `at most ${pendingOrders} pending orders and ${writesPerSecond} writes a second`,
  heapMib: (mib) => `${mib} MiB of heap for each service`,
  proxies: () => 'a proxy on every link',
  clocksAheadMs: (ahead) =>
    Object.keys(ahead).length === 0 ? 'clocks that can jump' : `clocks that differ (${clocksInWords(ahead)})`,
};

const clocksInWords = (ahead: ClockOffsets): string =>
  Object.entries(ahead)
    .map(([service, ms]) => `${service} ${distance(Math.abs(ms))} ${ms < 0 ? 'behind' : 'ahead'}`)
    .join(', ');

const distance = (ms: number): string =>
  ms < YEAR_MS ? `${ms / MINUTE_MS} min` : `${Math.round(ms / YEAR_MS)} years`;

export const needNames = Object.keys(wording) as readonly (keyof Needs)[];

/** Whether a system has to be started for it, whatever runs already. */
export const needsOwnSystem = (needs: Needs): boolean =>
  needNames.some((name) => name !== 'broker' && needs[name] !== undefined);

/** Whether a system is set up for it as for everybody; it may be killed, and is used by the next one. */
export const setUpAsUsual = (needs: Needs): boolean => has(needs, 'broker', 'alone', 'ownSystem');

/** Each has a test file of its name. */
export const systemKinds = ['usual', 'other-set-ups', 'behind-proxies', 'own-servers'] as const;

export type SystemKind = (typeof systemKinds)[number];

/** Which kind of system can serve it. */
export const kindOf = (needs: Needs): SystemKind => {
  if (setUpAsUsual(needs)) return 'usual';
  if (needs.ownServers || needs.cluster) return 'own-servers';
  return needs.proxies ? 'behind-proxies' : 'other-set-ups';
};

/** Whether the memory engine will do: nothing but Node. */
export const canPlayInMemory = (needs: Needs): boolean => has(needs, 'alone');

/** At most these. */
const has = (needs: Needs, ...names: readonly (keyof Needs)[]): boolean =>
  needNames.every((name) => names.includes(name) || needs[name] === undefined);

/** What can be served by one system after the other stands together, in the order in which it came. */
export const byNeeds = <T extends { readonly needs: Needs }>(
  scenarios: readonly T[],
): readonly { readonly needs: Needs; readonly scenarios: readonly T[] }[] => {
  const groups = new Map<string, { readonly needs: Needs; readonly scenarios: T[] }>();
  for (const scenario of scenarios) {
    const { needs } = scenario;
    const key = JSON.stringify(needNames.map((name) => needs[name]));
    const group = groups.get(key) ?? { needs, scenarios: [] };
    groups.set(key, group);
    group.scenarios.push(scenario);
  }
  return [...groups.values()];
};

/** `a system of its own, with 2 instances of each service, short waits (3 s for a step)` */
export const inWords = (needs: Needs): string => {
  const parts = needNames.flatMap((name) => wordsOf(name, needs));
  const system = needsOwnSystem(needs) ? 'a system of its own' : 'any system';
  return parts.length === 0 ? system : `${system}, with ${parts.join(', ')}`;
};

const wordsOf = (name: keyof Needs, needs: Needs): readonly string[] => {
  const words = wording[name] as (value: unknown) => string;
  return needs[name] === undefined ? [] : [words(needs[name])].filter((part) => part !== '');
};
