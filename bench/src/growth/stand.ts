// What every point stands on: fresh servers, and the system of this project on them, stopped again whatever happens.
import { oursWith } from '../contest/ours.ts';
import type { Ours, OursSettings } from '../contest/ours.ts';
import { openGround } from '../contest/ground.ts';
import type { OpenGround } from '../contest/ground.ts';
import { warmUp } from '../contest/run.ts';
import { machineOf } from '../figures/machine.ts';
import type { Machine } from '../figures/machine.ts';
import { loadOf } from '../load/load.ts';
import type { Growth } from './plan.ts';

/** What one call of the command has in common for all its series. */
export interface World {
  readonly growth: Growth;
  readonly dataDir: string;
  readonly say: (line: string) => void;
  /** Shows what is done as long as it is done. */
  readonly during: <T>(what: string, work: Promise<T>) => Promise<T>;
  /** What is to be stopped when the command is interrupted. */
  readonly live: { stop: () => Promise<void> };
  /** Known once the first servers have run. */
  machine?: Machine;
}

export interface Stand {
  readonly ground: OpenGround;
  readonly ours: Ours;
}

const WARM_AT_ONCE = 50;

/** `what`: stands behind `Starting`. */
export const onStand = async <T>(
  world: World,
  what: string,
  settings: OursSettings,
  work: (stand: Stand) => Promise<T>,
): Promise<T> => {
  const ground = await world.during(
    `Starting broker and databases, ${what}`,
    openGround(world.dataDir, () => undefined),
  );
  const stops = [() => ground.close()];
  const stop = async () => {
    for (let next = stops.pop(); next; next = stops.pop()) await next();
  };
  world.live.stop = stop;
  try {
    world.machine ??= await machineOf(ground);
    const ours = await world.during(`Starting the services, ${what}`, oursWith(ground, settings));
    stops.push(() => ours.stop());
    return await work({ ground, ours });
  } finally {
    await stop();
  }
};

/** Code is compiled, connections and caches are made. */
export const warm = (world: World, { ours }: Pick<Stand, 'ours'>): Promise<void> =>
  world.during('Warming up', warmUp(ours, loadOf({ atOnce: WARM_AT_ONCE }), world.growth.warmUp));
