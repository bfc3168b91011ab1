// Measures the points of one step: each load as often as there are rounds, in turn.
import type { Contestant } from '../contest/contestant.ts';
import { measured } from '../contest/run.ts';
import type { RunFigures } from '../contest/run.ts';
import { nameOf } from '../load/load.ts';
import type { Load } from '../load/load.ts';
import { inWords } from './series.ts';
import type { Point } from './points.ts';
import { cpuOf } from './points.ts';
import type { Stand, World } from './stand.ts';

/** `contestant`: what places the orders, if it is not the system as it stands there. */
export const measurePoints = async (
  world: World,
  { ground, ours }: Stand,
  { step, loads }: { readonly step: string; readonly loads: readonly Load[] },
  contestant: Contestant = ours,
): Promise<readonly Point[]> => {
  const all = new Map<Load, RunFigures[]>(loads.map((load) => [load, []]));
  for (let round = 0; round < world.growth.rounds; round += 1)
    for (const load of round % 2 === 0 ? loads : loads.toReversed()) {
      const running = measured(ground, contestant, load, world.growth.duration);
      const figures = await world.during(`${step}, ${nameOf(load)}`, running);
      world.say(
        `  ${step}, ${nameOf(load)}: ${inWords(figures.perSecond)} sagas/s, p99 ${inWords(figures.latency.p99)} ms, ${inWords(cpuOf(figures))} ms of processor time a saga`,
      );
      all.get(load)?.push(figures);
    }
  return [...all].map(([{ arrival }, runs]) => ({
    step,
    atOnce: 'atOnce' in arrival ? arrival.atOnce : arrival.perSecond,
    runs,
  }));
};
