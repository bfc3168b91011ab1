// All processes of a run over their databases and the broker, and how one of them starts.
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Clock, Ids } from '@saga-lab/platform/runtime/ports';
import type { ComponentPorts } from '@saga-lab/platform/service/component';
import { createComponent } from '@saga-lab/platform/service/create-component';
import type { CreateComponent } from '@saga-lab/platform/service/create-component';
import type { Commit } from '@saga-lab/platform/store/commit';
import { newBroker } from './broker.ts';
import type { Chooser } from './choices.ts';
import { newDatabase } from './database.ts';
import type { DatabaseObserver } from './database.ts';
import { fraction, hashOf, mixed, sharedHashes } from './hash.ts';
import type { Plan } from './plan.ts';
import { newProcess } from './process.ts';
import type { Life, Process } from './process.ts';
import { openOrders } from './open-orders.ts';
import type { Seen } from './seen.ts';
import { makeService } from './services.ts';
import type { SimulatedService } from './services.ts';
import { commitKey } from './simulation.ts';
import type { Twin } from './simulation.ts';
import { simulatedBus } from './simulated-bus.ts';
import { simulatedDeadLetters, simulatedStore, simulatedViews } from './simulated-store.ts';
import { EPOCH } from './world.ts';
import type { World } from './world.ts';

export interface SystemParts {
  readonly world: World;
  readonly chooser: Chooser;
  readonly seed: number;
  readonly plan: Plan;
  readonly seen: Seen;
  readonly twin: Twin | undefined;
  /** Hears of each commit at the moment at which it is durable, before anybody else does. */
  readonly onCommit?: (service: ServiceName, commit: Commit) => void;
  /** Hears of the id of each message at the moment at which the broker has it. */
  readonly onPublished?: (id: string) => void;
}

export type System = ReturnType<typeof newSystem>;

const KILLED_AFTER_US = 11_000_000;
/** So far a clock may be wrong, milliseconds; less where ages are compared, as the margin of the retention says. */
const FIVE_MINUTES = 300_000;
const HALF_A_SECOND = 500;

export const newSystem = ({ world, chooser, seed, plan, seen, twin, onCommit, onPublished }: SystemParts) => {
  const broker = newBroker(world);
  const running = new Map<string, SimulatedService>();
  const create = creating(twin);
  const orders = openOrders();
  const durableAt = new Map<string, number>();

  const mostSkew = plan.retentionMs === undefined ? FIVE_MINUTES : HALF_A_SECOND;

  /** Ahead or behind; milliseconds. */
  const skewOf = (who: string): number => {
    const value = chooser.pick(chooser.moment(`the clock of ${who}`), 'skew', 20, 0.15);
    const skew = value === 0 ? 0 : (value % 2 === 0 ? 1 : -1) * Math.ceil(value / 2) * (mostSkew / 10);
    if (skew !== 0)
      world.inject('clock skew', {
        who,
        doing: `${Math.abs(skew) / 1_000} s ${skew > 0 ? 'ahead' : 'behind'}`,
      });
    return skew;
  };
  const databases = ofEveryService((service) => {
    const skew = skewOf(`the database of ${service}`);
    const observer: DatabaseObserver = {
      inserted: (_service, commit) => {
        durableAt.set(commitKey(service, commit._id), world.now() / 1_000);
        seen.committed(service, commit);
        orders.committed(service, commit);
        onCommit?.(service, commit);
      },
      adopted: () => {
        seen.note('read model made anew');
      },
      refused: (_service, _commit, onId) => {
        seen.note(onId ? 'duplicate key on the inbox' : 'version conflict lost');
      },
    };
    return newDatabase({ service, now: () => world.date() + skew, observer, replaces: twin?.replaces });
  });

  const clockOf = (process: Process, life: Life): Clock => ({
    now: () => world.date() + process.skewMs,
    wakeAt: (instant, wake) => {
      const due = (instant - process.skewMs - EPOCH) * 1_000;
      const ring = (): void => {
        if (life.isAlive()) wake();
      };
      return world.after(due - world.now(), `${process.name} wakes up`, ring, process);
    },
  });

  const idsOf = ({ name }: Process, { n }: Life): Ids => {
    const own = mixed(hashOf(seed, name), n);
    let tokens = 0;
    let draws = 0;
    return {
      ...sharedHashes,
      unique: () => `${name}/${n}/${(tokens += 1)}`,
      random: () => fraction(mixed(own, (draws += 1))),
    };
  };

  const portsOf = (process: Process, life: Life): ComponentPorts => {
    const { store, views, deadLetters } = databases[process.service];
    const caller = { world, process, life };
    return {
      store: simulatedStore(store, caller),
      views: simulatedViews(views, caller),
      deadLetters: simulatedDeadLetters(deadLetters, caller),
      bus: simulatedBus({
        ...caller,
        broker,
        onPublished,
        onBlocked: () => {
          seen.note('blocked connection');
        },
      }),
      clock: clockOf(process, life),
      ids: idsOf(process, life),
      observer: seen.observe,
    };
  };

  const boot = (process: Process, life: Life): void => {
    running.delete(process.name);
    const service = makeService(process.service, {
      settings: plan.settings,
      ports: portsOf(process, life),
      create,
    });
    life.atDeath(() => void running.delete(process.name));
    service.component.start().then(
      () => {
        if (life.isAlive()) running.set(process.name, service);
      },
      (error: unknown) => {
        if (life.isAlive()) process.end(`because it cannot start: ${String(error)}`);
      },
    );
  };

  /** SIGTERM, and SIGKILL if it does not end. */
  const restart = (process: Process): void => {
    const life = process.life();
    const service = running.get(process.name);
    if (!service) return;
    running.delete(process.name);
    const end = (): void => {
      if (life.isAlive()) process.end('stopped');
    };
    service.component.stop().then(end, end);
    world.after(KILLED_AFTER_US, `SIGKILL to ${process.name}`, end);
  };

  const processesOf = (service: ServiceName): readonly Process[] =>
    Array.from({ length: plan.instances }, (_, n) => {
      const name = `${service} ${n + 1}`;
      return newProcess({ world, service, instance: n + 1, skewMs: skewOf(name), boot });
    });
  const processes = serviceNames.flatMap(processesOf);

  return {
    world,
    broker,
    databases,
    processes,
    restart,
    durableAt: durableAt as ReadonlyMap<string, number>,
    /** Placed, and not yet at the end of their sagas. */
    openOrders: orders.count,
    /** What answers requests in this process; `undefined` while it does not. */
    serviceIn: ({ name }: Process): SimulatedService | undefined => running.get(name),
    start: (): void => {
      for (const process of processes) process.start();
    },
    /** Links and broker are well again. */
    heal: (): void => {
      for (const { toStore, toBroker } of processes) {
        toStore.heal();
        toBroker.heal();
      }
      broker.heal();
    },
  };
};

/** As a component is put together by itself, or with what a twin puts in its place. */
const creating = (twin: Twin | undefined): CreateComponent =>
  twin === undefined
    ? createComponent
    : (definition, ports) => {
        const changed = twin.change({ definition, ports });
        return createComponent(changed.definition, changed.ports);
      };
