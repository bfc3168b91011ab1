// What is done to services on real parts, and to the network between them.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { switching } from '@saga-lab/launcher/broker/switch';
import type { Handling, Switch } from '@saga-lab/launcher/broker/switch';
import type { System } from '@saga-lab/launcher/system/system';
import { fraction, mixed } from '../../simulator/hash.ts';
import type { Blow } from '../conditions.ts';

export interface Striking {
  readonly strike: () => Promise<void>;
  /** Whoever is dead returns, whoever stands still wakes, or the network is whole again. */
  readonly endIt: () => Promise<void>;
}

const SEED = 7;

/** Each is as likely, copy by copy; `disturbed`: how many were not just let through. */
const lossy = (share: number) => {
  const handlings = ['lost', 'twice', 'late'] as const;
  let copies = 0;
  let disturbed = 0;
  return {
    handlingOf: (): Handling => {
      copies += 1;
      const handling = handlings[Math.floor(fraction(mixed(SEED, copies)) / share)];
      if (handling) disturbed += 1;
      return handling ?? 'through';
    },
    disturbed: () => disturbed,
  };
};

const onProcesses = (system: System, { does, who }: Blow): Striking => {
  const each = async (act: (service: ServiceName) => Promise<void>): Promise<void> => {
    await Promise.all(who.map(act));
  };
  const signal = (name: NodeJS.Signals) => () => each((service) => system.kill(service, name));
  return does === 'kill'
    ? { strike: signal('SIGKILL'), endIt: () => each((service) => system.start(service)) }
    : { strike: signal('SIGSTOP'), endIt: signal('SIGCONT') };
};

const onNetwork = (between: Switch, { who }: Blow): Striking => ({
  strike: () => {
    between.split([who, serviceNames.filter((name) => !who.includes(name))]);
    return Promise.resolve();
  },
  endIt: () => {
    if (between.kept().length === 0) throw new Error('nothing was to cross the network while it was split');
    return between.heal();
  },
});

export const blows = (system: System) => {
  const throughSwitch = <T>(work: (between: Switch) => Promise<T>): Promise<T> => {
    if (!system.broker) throw new Error('there is no broker');
    return switching(system.broker.e2eUrl, work);
  };
  return {
    /** `work` strikes, and ends it. */
    struck: <T>(blow: Blow, work: (striking: Striking) => Promise<T>): Promise<T> =>
      blow.does === 'split'
        ? throughSwitch((between) => work(onNetwork(between, blow)))
        : work(onProcesses(system, blow)),
    /** `share` of all copies are lost, as many come twice, and as many late. @throws Error if it was none of them */
    whileLossy: <T>(share: number, work: () => Promise<T>): Promise<T> =>
      throughSwitch(async (between) => {
        const { handlingOf, disturbed } = lossy(share);
        between.handle(handlingOf);
        const result = await work();
        if (disturbed() === 0) throw new Error('no message was lost, doubled or late');
        return result;
      }),
  };
};
