// Orders that wait while a service is down, and what becomes of them when it is up again.
import { PRICE } from '../contest/stocked.ts';
import type { Place } from '../contest/contestant.ts';
import type { Ours } from '../contest/ours.ts';
import { processesOf } from '../contest/run.ts';
import { loadOf } from '../load/load.ts';
import { eventually } from '@saga-lab/platform/time/eventually';
import pLimit from 'p-limit';
import { memoryDuring, memoryNow, peaks } from './memory-watch.ts';
import { flawsOf, sumsOf } from './outcome.ts';
import type { Sums } from './outcome.ts';
import { backlogOf } from './backlog-figures.ts';
import type { Backlog } from './backlog-figures.ts';
import type { Growth } from './plan.ts';
import type { Series } from './series.ts';
import { inWords } from './series.ts';
import { onStand, warm } from './stand.ts';
import type { Stand, World } from './stand.ts';

const PLACED_AT_ONCE = 64;
const DRAINED_WITHIN_MS = 900_000;
const SETTLED_WITHIN_MS = 60_000;

export const backlogSeries = async (world: World): Promise<Series> => {
  const all: Backlog[] = [];
  for (const one of world.growth.backlogs) all.push(await behind(world, one));
  return backlogOf(all);
};

const behind = (world: World, { orders, down }: Growth['backlogs'][number]): Promise<Backlog> => {
  // More than are placed here: this is about a backlog, and not about how many orders may wait.
  const env = { MOST_PENDING_ORDERS: String(2 * orders) };
  const words = `${orders.toLocaleString('en')} orders while ${down} is down`;
  return onStand(world, words, { env }, async (stand) => {
    await warm(world, stand);
    const { ours, ground } = stand;
    const processes = () => processesOf(ground, ours);
    const earlier = await settledSums(ours);
    const before = memoryNow(processes());
    const place = await ours.prepare(loadOf({ atOnce: PLACED_AT_ONCE }));
    const { result, samples } = await memoryDuring(processes, async () => {
      await ours.system.kill(down);
      const placed = await world.during(`Placing ${words}`, placeAll(place, orders));
      const waiting = memoryNow(processes());
      const draining = drain(stand, down, placed.ids);
      const drainedMs = await world.during(`${down} is started again, and the backlog drained`, draining);
      return { ...placed, drainedMs, waiting };
    });
    const sums = await settledSums(ours);
    const flaws = flawsOf(sums, earlier.completed + earlier.compensated + result.ids.length, PRICE);
    world.say(`  ${words}: ${inWords((result.ids.length * 1_000) / result.drainedMs)} sagas/s drained`);
    return {
      orders: result.ids.length,
      down,
      turnedAway: orders - result.ids.length,
      placedPerSecond: result.perSecond,
      drainedMs: result.drainedMs,
      compensated: sums.compensated - earlier.compensated,
      flaws,
      memory: { before, waiting: result.waiting, most: peaks(samples), after: memoryNow(processes()) },
    };
  });
};

const placeAll = async (place: Place, orders: number) => {
  const limit = pLimit(PLACED_AT_ONCE);
  const begin = performance.now();
  const placed = await Promise.all(Array.from({ length: orders }, (_, n) => limit(() => place(n))));
  const ids = placed.filter((id) => id !== undefined);
  return { ids, perSecond: (ids.length * 1_000) / (performance.now() - begin) };
};

/** Until each of them has ended. @throws Error if that takes a quarter of an hour */
const drain = async ({ ours }: Stand, down: string, ids: readonly string[]): Promise<number> => {
  const begin = performance.now();
  await ours.system.start(down);
  let ended = 0;
  for (const id of ids) void ours.ended(id).then(() => (ended += 1));
  await eventually(
    () => {
      if (ended < ids.length) throw new Error(`${ended} of ${ids.length} sagas have ended`);
    },
    { timeoutMs: DRAINED_WITHIN_MS, everyMs: 20 },
  );
  return performance.now() - begin;
};

/** Read models follow a little later; if they never do, the sums are what they are. */
const settledSums = async ({ lab }: Ours): Promise<Sums> => {
  let sums = await sumsOf(lab);
  await eventually(
    async () => {
      sums = await sumsOf(lab);
      if (sums.open + sums.reserved > 0 || sums.shipped !== sums.completed)
        throw new Error('not settled yet');
    },
    { timeoutMs: SETTLED_WITHIN_MS, everyMs: 500 },
  ).catch(() => undefined);
  return sums;
};
