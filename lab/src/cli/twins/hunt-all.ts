// All bugs, several at a time: each has a worker of its own, in which it is planted.
import type { PlantedBug } from '../../twins/planted.ts';
import type { SimWorker } from '../sim/sim-worker.ts';
import { hunt } from './hunt.ts';
import type { Hunt, Hunted } from './hunt.ts';

export interface HuntOfAll extends Omit<Hunt, 'worker' | 'tell'> {
  readonly twins: readonly PlantedBug[];
  /** How many at a time. */
  readonly workers: number;
  readonly newWorker: (twin: PlantedBug) => SimWorker;
  readonly tell: (twin: PlantedBug, what: string) => void;
  readonly take: (hunted: Hunted) => void;
}

/** In the order of the list, whichever is caught first. */
export const huntAll = async (task: HuntOfAll): Promise<readonly Hunted[]> => {
  const { twins, workers, newWorker, tell, take, signal } = task;
  const hunted = new Map<PlantedBug, Hunted>();
  const left = [...twins];

  const huntNext = async (): Promise<void> => {
    for (let twin = left.shift(); twin && !signal.aborted; twin = left.shift()) {
      const of = twin;
      const worker = newWorker(of);
      try {
        const found = await hunt(of, {
          ...task,
          worker,
          tell: (what) => {
            tell(of, what);
          },
        });
        hunted.set(of, found);
        take(found);
      } finally {
        await worker.stop();
      }
    }
  };

  await Promise.all(Array.from({ length: Math.min(workers, twins.length) }, huntNext));
  return twins.flatMap((twin) => hunted.get(twin) ?? []);
};
