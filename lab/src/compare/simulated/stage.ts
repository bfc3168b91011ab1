// A simulated system on which an order is placed under one protocol: the services as they are, over simulated stores, broker and
// clocks; nothing goes wrong but what the experiment says, and that at the very commit that it names.
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { defaults as orderDefaults } from '@saga-lab/order-service/component';
import { defaults as sagaDefaults } from '@saga-lab/saga-orchestrator/component';
import { numberOf } from '@saga-lab/protocols/locks/policy';
import type { Policy } from '@saga-lab/protocols/locks/policy';
import { defaultTiming } from '@saga-lab/protocols/timing';
import type { CommitsByService } from '../../client/documents.ts';
import { sagaOf } from '../../checker/history.ts';
import type { Recorded } from '../../checker/history.ts';
import { chooser } from '../../simulator/choices.ts';
import { asking } from '../../simulator/clients.ts';
import { drained } from '../../simulator/drained.ts';
import { ofEveryKind } from '../../simulator/fault-kinds.ts';
import { emptyPlan } from '../../simulator/plan.ts';
import type { Plan } from '../../simulator/plan.ts';
import { newSeen } from '../../simulator/seen.ts';
import { newSystem } from '../../simulator/system.ts';
import { newWorld } from '../../simulator/world.ts';
import type { Weights } from '../../simulator/world.ts';
import type { Blow } from '../conditions.ts';
import { isAllSent } from '../run.ts';

/** Of all services, beside their defaults. */
export interface Settings {
  readonly holdTtlMs: number;
  readonly locks: Policy;
}

const planWith = ({ holdTtlMs, locks }: Settings): Plan => {
  const waits = { announceAfterMs: defaultTiming.askAfterMs, holdTtlMs, locks: numberOf(locks) };
  const settings = { orders: { ...orderDefaults, ...waits }, sagas: sagaDefaults };
  return emptyPlan(settings);
};

const NOTHING = new Map<string, number>();

const weightsOf = (lossy: number): Weights => {
  return { ...ofEveryKind(() => 0), vanished: lossy, 'message doubled': lossy, 'message late': lossy };
};

export interface StageParts {
  readonly seed: number;
  readonly lossy: number;
  readonly settings: Settings;
  readonly onCommit: (recorded: Recorded) => void;
  /** Of the id of each message that the broker has taken. */
  readonly onPublished: (id: string) => void;
}

export type Stage = ReturnType<typeof newStage>;

export const newStage = ({ seed, lossy, settings, onCommit, onPublished }: StageParts) => {
  const known = new Set<string>();
  const usual = chooser(seed, NOTHING);
  const world = newWorld({
    chooser: lossy > 0 ? chooser(seed) : usual,
    weights: weightsOf(lossy),
    trace: false,
  });
  const system = newSystem({
    world,
    chooser: usual,
    seed,
    plan: planWith(settings),
    seen: newSeen(),
    twin: undefined,
    onCommit: (service, commit) => {
      if (commit.events.some(({ type }) => isKnownBy.includes(type))) known.add(sagaOf(commit));
      onCommit({ service, commit });
    },
    onPublished,
  });
  const { ask: _ask, ...client } = asking(system);
  const processesOf = (names: readonly ServiceName[]) =>
    system.processes.filter(({ service }) => names.includes(service));

  const stepUntil = async (isOver: () => boolean | Promise<boolean>): Promise<void> => {
    for (;;) {
      await drained();
      if ((await isOver()) || !world.step()) return;
    }
  };

  const commits = async (): Promise<CommitsByService> => {
    const read = await Promise.all(serviceNames.map((name) => system.databases[name].history()));
    return ofEveryService((name) => read[serviceNames.indexOf(name)] ?? []);
  };

  /** Nothing is in a queue or on its way to one, and no order is open. */
  const isAtRest = async (): Promise<boolean> => {
    if (system.openOrders() > 0 || !system.broker.isEmpty()) return false;
    const read = await commits();
    return serviceNames.every((name) => read[name].every(isAllSent));
  };

  const comeBack = ({ does, who }: Blow): void => {
    if (does === 'kill') for (const process of processesOf(who)) process.start();
    if (does === 'split') system.broker.join();
  };

  return {
    ...client,
    commits,
    /** The order service has written down how it ends. */
    isKnown: (orderId: string): boolean => known.has(orderId),
    comeBack,
    /** Milliseconds since the epoch. */
    now: world.date,
    start: system.start,
    becomeCalm: world.becomeCalm,
    stepUntil,
    waitMs: (ms: number): Promise<void> => {
      const over = world.date() + ms;
      return stepUntil(() => world.date() >= over);
    },
    /** At most until this instant, looking now and then. */
    restUntil: async (instant: number): Promise<void> => {
      let nextLook = 0;
      await stepUntil(async () => {
        if (world.date() >= instant) return true;
        if (world.now() < nextLook) return false;
        nextLook = world.now() + LOOK_EVERY_US;
        return isAtRest();
      });
    },
    /** At once; what lasts for some time ends by itself. */
    strike: (blow: Blow): void => {
      const { does, who, forMs } = blow;
      if (does === 'split') system.broker.split(who);
      for (const process of processesOf(does === 'split' ? [] : who))
        if (does === 'kill') process.halt();
        else process.pause(world.now() + (forMs ?? 0) * 1_000);
      if (forMs !== undefined)
        world.after(forMs * 1_000, 'the fault is over', () => {
          comeBack(blow);
        });
    },
  };
};

const isKnownBy: readonly string[] = ['OrderApproved', 'OrderRejected'];
const LOOK_EVERY_US = 100_000;
