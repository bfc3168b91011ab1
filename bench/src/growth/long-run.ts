// A longer run under one load: whether the memory of each process is flat once it is warm.
import { setTimeout as sleep } from 'node:timers/promises';
import { drained, processesOf, sagaOf } from '../contest/run.ts';
import { arrive, processTime } from '../load/arrivals.ts';
import { loadOf } from '../load/load.ts';
import { memoryDuring } from './memory-watch.ts';
import { longRunOf } from './memory-figures.ts';
import type { LongRun } from './memory-figures.ts';
import type { Series } from './series.ts';
import { onStand, warm } from './stand.ts';
import type { Stand, World } from './stand.ts';

const AT_ONCE = 50;

export const memorySeries = (world: World): Promise<Series> =>
  onStand(world, 'for a longer run', {}, async (stand) => {
    await warm(world, stand);
    const seconds = world.growth.longRunMs / 1_000;
    const running = longRun(stand, world.growth.longRunMs);
    return longRunOf(await world.during(`${AT_ONCE} at once, for ${seconds} s`, running));
  });

const longRun = async ({ ours, ground }: Stand, ms: number): Promise<LongRun> => {
  const place = await ours.prepare(loadOf({ atOnce: AT_ONCE }));
  const ids: string[] = [];
  const { samples } = await memoryDuring(
    () => processesOf(ground, ours),
    async () => {
      const underway = arrive({ atOnce: AT_ONCE }, sagaOf(ours, place, ids), processTime);
      await sleep(ms);
      await drained(underway);
    },
  );
  return { atOnce: AT_ONCE, sagas: ids.length, samples };
};
