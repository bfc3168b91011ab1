// How the explorer catches a planted bug: the shortest way to what is wrong, in the first small world that shows it.
import type { Counterexample } from '../explore.ts';
import { explored, walked } from '../explore.ts';
import type { SystemStep } from '../system/step.ts';
import type { PlantedBug } from '../../twins/planted.ts';
import { plantedIn } from './twins.ts';
import { smallWorlds } from './worlds.ts';
import type { OrderWorld } from './worlds.ts';

export interface Caught {
  readonly world: OrderWorld;
  readonly counterexample: Counterexample;
  readonly steps: readonly SystemStep[];
}

/** That a message becomes a dead letter is a symptom: it is told only of a bug that shows nothing else. */
const SYMPTOM = 'I-9';

/** `undefined` if no small world shows it. */
export const caught = (twin: Pick<PlantedBug, 'change'>): Caught | undefined =>
  first(twin, (property) => property !== SYMPTOM) ?? first(twin, () => true);

const first = (
  twin: Pick<PlantedBug, 'change'>,
  counts: (property: string) => boolean,
): Caught | undefined => {
  for (const world of smallWorlds) {
    const found = caughtIn(world, twin, counts);
    if (found) return found;
  }
  return undefined;
};

const caughtIn = (
  world: OrderWorld,
  twin: Pick<PlantedBug, 'change'>,
  counts: (property: string) => boolean,
): Caught | undefined => {
  const whole = world.make(plantedIn(twin));
  const made = { ...whole, properties: whole.properties.filter(({ name }) => counts(name)) };
  const { counterexample } = explored(made);
  return counterexample && { world, counterexample, steps: walked(made, counterexample) };
};
