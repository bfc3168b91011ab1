// Twice as many orders as the system can take, for a while, and then the usual load again.
import { setTimeout as sleep } from 'node:timers/promises';
import { drained, measured, processesOf, sagaOf } from '../contest/run.ts';
import { arrive, processTime } from '../load/arrivals.ts';
import type { Underway } from '../load/arrivals.ts';
import { processCounters } from '../counters/processes.ts';
import { perEach } from '../figures/nested.ts';
import { loadOf } from '../load/load.ts';
import { memoryDuring, peaks } from './memory-watch.ts';
import { overloadOf } from './overload-figures.ts';
import type { Overload } from './overload-figures.ts';
import type { Series } from './series.ts';
import { inWords } from './series.ts';
import { sumsOf } from './outcome.ts';
import { cpuOf } from './points.ts';
import { onStand, warm } from './stand.ts';
import type { Stand, World } from './stand.ts';

const PEAK_AT_ONCE = 200;
const TIMES_THE_PEAK = 2;
const USUAL_SHARE = 0.25;
/** What was accepted in the overload may be a backlog of its own. */
const DRAINED_WITHIN_MS = 600_000;

export const overloadSeries = (world: World): Promise<Series> =>
  onStand(world, 'for more orders than they can take', {}, async (stand) => {
    await warm(world, stand);
    const load = loadOf({ atOnce: PEAK_AT_ONCE });
    const duration = { ...world.growth.duration, measureMs: world.growth.overload.beforeMs };
    const running = measured(stand.ground, stand.ours, load, duration);
    const figures = await world.during('What it can take', running);
    const overload = await overloaded(world, stand, figures.perSecond);
    return overloadOf({ ...overload, peakCpuMs: cpuOf(figures) });
  });

const overloaded = async (world: World, stand: Stand, peak: number): Promise<Omit<Overload, 'peakCpuMs'>> => {
  const { ours, ground } = stand;
  const before = await sumsOf(ours.lab);
  const watching = memoryDuring(
    () => processesOf(ground, ours),
    () => phases(world, stand, peak),
  );
  const { result, samples } = await watching;
  const sums = await sumsOf(ours.lab);
  const refusals = ours.orders[0]?.refusals() ?? {};
  return {
    peak,
    ...result,
    completed: sums.completed - before.completed,
    compensated: sums.compensated - before.compensated,
    refusals,
    memory: { before: samples[0]?.mib ?? {}, most: peaks(samples) },
  };
};

/** The usual load goes on all the time: how its orders fare is what everybody would see. */
const phases = async (world: World, { ours, ground }: Stand, peak: number) => {
  const { beforeMs, duringMs, afterMs } = world.growth.overload;
  const usualPerSecond = USUAL_SHARE * peak;
  const perSecond = TIMES_THE_PEAK * peak;
  const beginning = async (rate: number): Promise<Underway> => {
    const place = await ours.prepare(loadOf({ perSecond: rate }));
    return arrive({ perSecond: rate }, sagaOf(ours, place, []), processTime);
  };
  const usual = await beginning(usualPerSecond);
  const begun = processTime.now();
  await world.during(`The usual load: ${inWords(usualPerSecond)}/s`, sleep(beforeMs));
  const more = await beginning(perSecond - usualPerSecond);
  const counted = processCounters(processesOf(ground, ours));
  const from = processTime.now();
  await world.during(`Overload: ${inWords(perSecond)}/s`, sleep(duringMs));
  const to = processTime.now();
  const cpuMs = cpuOf({ processes: perEach(counted, processCounters(processesOf(ground, ours)), 1) });
  const ending = drained(more, DRAINED_WITHIN_MS);
  ending.catch(() => undefined); // awaited below
  await world.during('The usual load again', sleep(afterMs));
  const all = world.during('What is left', Promise.all([drained(usual, DRAINED_WITHIN_MS), ending]));
  return { usualPerSecond, perSecond, cpuMs, begun, from, to, courses: (await all).flat() };
};
