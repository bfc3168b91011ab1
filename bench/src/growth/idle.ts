// What all processes cost while nobody orders anything.
import { setTimeout as sleep } from 'node:timers/promises';
import { processesOf } from '../contest/run.ts';
import { processCounters } from '../counters/processes.ts';
import { kindOf } from '../figures/comparison.ts';
import { perEach } from '../figures/nested.ts';
import { cell, goal } from './series.ts';
import type { Series } from './series.ts';
import { onStand, warm } from './stand.ts';
import type { World } from './stand.ts';

/** Until what a load left to do is done. */
const SETTLE_MS = 15_000;
const MOST_PERCENT = 3;

export const idleSeries = (world: World): Promise<Series> =>
  onStand(world, 'for doing nothing', {}, async (stand) => {
    await warm(world, stand);
    await world.during('What is left of it', sleep(SETTLE_MS));
    const read = () => processCounters(processesOf(stand.ground, stand.ours));
    const { idleMs } = world.growth;
    const before = read();
    await world.during(`Nothing, for ${idleMs / 1_000} s`, sleep(idleMs));
    const each = perEach(before, read(), idleMs / 100);
    return idleOf(Object.fromEntries(Object.entries(each).map(([name, { cpuMs }]) => [name, cpuMs])));
  });

/** `percent`: of one processor, by process. */
export const idleOf = (percent: Readonly<Record<string, number>>): Series => {
  const sumOf = (names: readonly string[]) => names.reduce((sum, name) => sum + (percent[name] ?? 0), 0);
  const names = Object.keys(percent);
  const [services, all] = [sumOf(names.filter((name) => kindOf(name) === 'services')), sumOf(names)];
  const sentence = `The four services take ${services.toFixed(1)} % of one processor while nobody orders anything, and all ${names.length} processes together ${all.toFixed(1)} %.`;
  return {
    name: 'idle',
    title: 'Doing nothing',
    about: 'Processor time of each process, as the kernel counts it, while there is nothing to do.',
    says: [sentence],
    goals: [
      goal(services < MOST_PERCENT, `${sentence} The goal is less than ${MOST_PERCENT} % for the services.`),
    ],
    figures: [
      {
        name: 'Processor time of each process while there is nothing to do, in percent of one processor',
        heading: ['process', 'percent'],
        rows: [
          ...names.map((name) => [name, cell(percent[name])]),
          ['the four services', cell(services)],
          ['all', cell(all)],
        ],
      },
    ],
    curves: [],
    raw: percent,
  };
};
