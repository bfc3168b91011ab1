// A shop in which a scene is played: the components of all services in the simulator, one process each. Nothing goes wrong but what
// the scene does; how long each message takes, the seed says.
import { defaults as orderDefaults } from '@saga-lab/order-service/component';
import { commandsOf } from '@saga-lab/contracts/topology';
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { defaults as sagaDefaults } from '@saga-lab/saga-orchestrator/component';
import { defaultLimits } from '@saga-lab/platform/runtime/runtime';
import type { Commit } from '@saga-lab/platform/store/commit';
import { chooser } from '../simulator/choices.ts';
import type { Chooser } from '../simulator/choices.ts';
import type { Request, Response } from '../simulator/ask.ts';
import { asking } from '../simulator/clients.ts';
import { ofEveryKind } from '../simulator/fault-kinds.ts';
import { emptyPlan } from '../simulator/plan.ts';
import type { Process } from '../simulator/process.ts';
import { commitsIn } from '../simulator/read-memory.ts';
import { newSeen } from '../simulator/seen.ts';
import type { Settings } from '../simulator/services.ts';
import { commitKey } from '../simulator/simulation.ts';
import type { Injection, Twin } from '../simulator/simulation.ts';
import { newSystem } from '../simulator/system.ts';
import type { System } from '../simulator/system.ts';
import { newWorld } from '../simulator/world.ts';
import { directed } from './directed.ts';
import type { Waiters } from './directed.ts';

/** A commit as it became durable; `at` in milliseconds since the scene began. */
export interface Durable {
  readonly service: ServiceName;
  readonly commit: Commit;
  readonly at: number;
}

/** What a scene is played with. */
export interface Fixtures {
  readonly settings?: {
    readonly orders?: Partial<Settings['orders']>;
    readonly sagas?: Partial<Settings['sagas']>;
  };
  /** The mechanism that is taken away. */
  readonly twin?: Twin;
}

export interface Stage {
  /** What has become durable so far. */
  readonly durable: readonly Durable[];
  readonly ask: (service: ServiceName, request: Request) => Promise<Response>;
  /** Until it is true, looked at after every step. */
  readonly until: (isTrue: () => boolean) => Promise<void>;
  readonly wait: (ms: number) => Promise<void>;
  /** It does nothing any more. */
  readonly die: (service: ServiceName) => void;
  /** It does nothing for so long, and then goes on as if no time had passed. */
  readonly standStill: (service: ServiceName, ms: number) => void;
  /** Nothing that others send reaches it for so long; it is sent again afterwards. */
  readonly deafen: (service: ServiceName, ms: number) => void;
  /** What is sent to the queue is lost from now on, until what this returns is called. */
  readonly lose: (queue: string) => () => void;
}

export interface Played {
  readonly durable: readonly Durable[];
  readonly injections: readonly Injection[];
  /** Ids of messages that the broker lost. */
  readonly lost: ReadonlySet<string>;
  /** Milliseconds that the scene took. */
  readonly tookMs: number;
}

export type Scene = (stage: Stage) => Promise<void>;

const SLOWEST_DELAY = 31;

/** Messages take some milliseconds more or less, and all clocks are right. */
const jitter = (seed: number): Chooser => {
  const by = chooser(seed);
  return {
    ...by,
    pick: (moment, aspect, most, chance) =>
      aspect.startsWith('delay') ? by.pick(moment, aspect, Math.min(most, SLOWEST_DELAY), chance) : 0,
  };
};

/** What could not be sent is sent again after little more than a second. */
const soonAgain = { ...defaultLimits, graceMs: 200, leaseMs: 1_000, sweepMs: 200 };

const weights = ofEveryKind((kind) => (kind === 'delay' ? 1 : 0));

export const play = async (
  seed: number,
  scene: Scene,
  { settings = {}, twin }: Fixtures = {},
): Promise<Played> => {
  await Promise.resolve(); // whoever calls this outside of a microtask would find `drained` too early the first time
  const by = jitter(seed);
  const world = newWorld({ chooser: by, weights, trace: false });
  const durable: Durable[] = [];
  const seen = {
    ...newSeen(),
    committed: (service: ServiceName, commit: Commit) => {
      durable.push({ service, commit, at: world.now() / 1_000 });
    },
  };
  const plan = emptyPlan({
    orders: { ...orderDefaults, limits: soonAgain, ...settings.orders },
    sagas: { ...sagaDefaults, limits: soonAgain, ...settings.sagas },
  });
  const system = newSystem({ world, chooser: by, seed, plan, seen, twin });
  world.becomeCalm(false);
  system.start();
  await directed(world, (waiters) => scene(stageIn(system, durable, waiters)));
  return {
    durable: await asTheyAreNow(system, durable),
    injections: world.result().injections,
    lost: new Set(system.broker.lost),
    tookMs: world.now() / 1_000,
  };
};

/** What of a commit's messages has been sent is written into it afterwards. */
const asTheyAreNow = async (
  { databases }: System,
  durable: readonly Durable[],
): Promise<readonly Durable[]> => {
  const now = new Map<string, Commit>();
  for (const service of serviceNames)
    for (const commit of await commitsIn(databases[service].store))
      now.set(commitKey(service, commit._id), commit);
  return durable.map((one) => ({
    ...one,
    commit: now.get(commitKey(one.service, one.commit._id)) ?? one.commit,
  }));
};

const stageIn = (system: System, durable: readonly Durable[], waiters: Waiters): Stage => {
  const { world, broker } = system;
  const client = asking(system);
  const processOf = (service: ServiceName): Process => {
    const process = system.processes.find((one) => one.service === service);
    if (!process) throw new Error(`no process plays ${service}`);
    return process;
  };
  return {
    durable,
    ask: (service, request) => client.insist('somebody', service, request),
    until: (isTrue) => new Promise((goOn) => void waiters.add({ isTrue, goOn })),
    wait: (ms) => client.wait(ms, 'time passes'),
    die: (service) => {
      world.tell({ what: `${service} dies, and does not return`, service, sign: 'crash' });
      processOf(service).pause(Infinity);
    },
    standStill: (service, ms) => {
      world.tell({ what: `${service} stands still for ${ms / 1_000} s`, service });
      processOf(service).pause(world.now() + ms * 1_000);
    },
    deafen: (service, ms) => {
      world.tell({ what: `nothing reaches ${service} for ${ms / 1_000} s`, service });
      broker.unbind(commandsOf(service));
      world.after(ms * 1_000, `${service} hears again`, () => {
        world.tell({ what: `what is sent reaches ${service} again`, service });
        broker.bind(commandsOf(service));
      });
    },
    lose: (queue) => {
      broker.unbind(queue);
      return () => {
        broker.bind(queue);
      };
    },
  };
};
