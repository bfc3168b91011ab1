// The faults that are planned for an instant: cuts, pauses, kills, restarts, and the broker's bad hours.
import { queues } from '@saga-lab/contracts/topology';
import type { Broker } from './broker.ts';
import type { Moment } from './choices.ts';
import type { Process } from './process.ts';
import type { World } from './world.ts';

export interface Scheduled {
  readonly world: World;
  readonly broker: Broker;
  readonly processes: readonly Process[];
  /** Tells a process to stop, and starts it again. */
  readonly restart: (process: Process) => void;
}

/** Faults begin within this part of the time in which anything may go wrong. */
const WITHIN = 0.6;
const POISONS = [
  ['not JSON', 'not JSON'],
  ['{"specversion":"1.0"}', 'not a CloudEvent'],
] as const;

interface Slot {
  readonly moment: Moment;
  /** A number from 0 to `most`, each equally often. */
  readonly oneOf: (aspect: string, most: number) => number;
  /** Microseconds. */
  readonly length: () => number;
  readonly process: Process;
  readonly queue: string;
}

interface PlannedFault {
  readonly name: string;
  /** How often at most, and how likely each time. */
  readonly times: number;
  readonly chance: number;
  readonly begin: (parts: Scheduled, slot: Slot) => void;
}

const planned: readonly PlannedFault[] = [
  {
    name: 'cut',
    times: 3,
    chance: 0.2,
    begin: (parts, slot) => {
      cut(parts, slot);
    },
  },
  {
    name: 'kill',
    times: 2,
    chance: 0.15,
    begin: (_parts, { process }) => {
      process.kill('kill');
    },
  },
  {
    name: 'kill of all',
    times: 1,
    chance: 0.08,
    begin: ({ processes }) => {
      for (const process of processes) process.kill('kill of all');
    },
  },
  {
    name: 'rolling restart',
    times: 1,
    chance: 0.15,
    begin: ({ world, processes, restart }) => {
      for (const [n, process] of processes.entries())
        world.after(n * 400_000, `SIGTERM to ${process.name}`, () => {
          world.inject('restart', { who: process.name, service: process.service });
          restart(process);
        });
    },
  },
  {
    name: 'pause',
    times: 2,
    chance: 0.2,
    begin: ({ world }, { process, length }) => {
      const long = length() * 2;
      const doing = `for ${long / 1_000} ms`;
      world.inject('pause', { who: process.name, doing, service: process.service });
      process.pause(world.now() + long);
    },
  },
  {
    name: 'broker restart',
    times: 2,
    chance: 0.12,
    begin: ({ world, broker }, { length }) => {
      world.inject('broker restart', { who: 'the broker' });
      broker.goDown();
      world.after(length() / 4, 'the broker is back', broker.comeUp);
    },
  },
  {
    name: 'alarm',
    times: 1,
    chance: 0.15,
    begin: ({ world, broker }, { length }) => {
      world.inject('alarm', { who: 'the broker' });
      broker.raiseAlarm();
      world.after(length(), 'the alarm is over', broker.endAlarm);
    },
  },
  {
    name: 'binding removed',
    times: 1,
    chance: 0.15,
    begin: ({ world, broker }, { queue, length }) => {
      world.inject('binding removed', { who: queue });
      broker.unbind(queue);
      world.after(length(), `${queue} is bound again`, () => {
        broker.bind(queue);
      });
    },
  },
  {
    name: 'queue full',
    times: 1,
    chance: 0.15,
    begin: ({ world, broker }, { queue, length }) => {
      world.inject('queue full', { who: queue });
      broker.fill(queue);
      world.after(length(), `${queue} has room again`, () => {
        broker.empty(queue);
      });
    },
  },
  {
    name: 'poison',
    times: 1,
    chance: 0.1,
    begin: ({ world, broker }, { queue, oneOf }) => {
      const [body, reason] = POISONS[oneOf('which', POISONS.length - 1)] ?? POISONS[0];
      world.inject('poison', { who: queue, doing: `that is ${reason}` });
      broker.poison(queue, body, reason);
    },
  },
];

/** Cuts one link of a process, one direction or both. */
const cut = ({ world }: Scheduled, { process, oneOf, length }: Slot): void => {
  const [link, server] =
    oneOf('link', 1) === 0
      ? ([process.toStore, 'its database'] as const)
      : ([process.toBroker, 'the broker'] as const);
  const which = oneOf('direction', 2);
  const long = length();
  for (const direction of (['requests', 'answers'] as const).filter((_, n) => which !== n + 1)) {
    world.inject(`${direction} cut`, { who: process.name, doing: server, service: process.service });
    link.cut(direction);
    world.after(long, `the ${direction} of ${process.name} to ${server} get through again`, () => {
      link.heal(direction);
    });
  }
};

/** How many of them are still to come; `untilUs`: nothing goes wrong any more. */
export const schedule = (parts: Scheduled, untilUs: number): (() => number) => {
  const { world, processes } = parts;
  let left = 0;
  for (const { name, times, chance, begin } of planned)
    for (let n = 1; n <= times; n += 1) {
      const moment = world.moment(`planned: ${name}`);
      if (world.pick(moment, 'happens', 1, chance) === 0) continue;
      const oneOf = (aspect: string, most: number): number =>
        world.pick(moment, aspect, most, most / (most + 1));
      const process = processes[oneOf('process', processes.length - 1)];
      const queue = queues[oneOf('queue', queues.length - 1)];
      if (!process || queue === undefined) continue;
      const slot = { moment, oneOf, process, queue, length: () => (1 + oneOf('length', 39)) * 100_000 };
      left += 1;
      world.after(oneOf('when', 99) * ((untilUs * WITHIN) / 100), `planned: ${name}`, () => {
        left -= 1;
        if (!world.isCalm()) begin(parts, slot);
      });
    }
  return () => left;
};
