// Bugs that are planted in roles of protocols, and the worlds in which the explorer finds them.
import { coordinatorName } from '@saga-lab/protocols/parties';
import { twins as three } from '@saga-lab/protocols/three-phase-commit/twins';
import type { ProtocolTwin } from '@saga-lab/protocols/twin';
import { twins as two } from '@saga-lab/protocols/two-phase-commit/twins';
import { explored, walked } from '../explore.ts';
import type { Counterexample } from '../explore.ts';
import type { SystemStep } from '../system/step.ts';
import type { ChangeRole } from './roles.ts';
import type { ProtocolWorld } from './world.ts';
import { largeWorlds, smallWorlds } from './worlds.ts';

export const protocolTwins: readonly ProtocolTwin[] = [...two, ...three];

/** In every service that plays the role. */
export const plantedIn =
  ({ role, plant }: Pick<ProtocolTwin, 'role' | 'plant'>): ChangeRole =>
  (part, self) =>
    (self === coordinatorName) === (role === 'coordinator') ? plant(part, self) : part;

export interface CaughtTwin {
  readonly world: ProtocolWorld;
  readonly counterexample: Counterexample;
  readonly steps: readonly SystemStep[];
}

/** That a message becomes a dead letter is a symptom: it is told only of a bug that shows nothing else. */
const SYMPTOM = 'I-9';

/** In the first world of its protocol in which all is right without it. `undefined`: in none. */
export const caughtTwin = (twin: ProtocolTwin): CaughtTwin | undefined => {
  const protocol = twin.name.slice(0, twin.name.indexOf(':'));
  const worlds = [...smallWorlds, ...largeWorlds].filter(
    ({ name, finds }) => name.startsWith(`${protocol}-`) && !finds,
  );
  const isSymptom = twin.breaks.every((name) => name === SYMPTOM);
  for (const world of worlds) {
    const whole = world.make(plantedIn(twin));
    const properties = whole.properties.filter(({ name }) => isSymptom || name !== SYMPTOM);
    const { counterexample } = explored({ ...whole, properties });
    if (counterexample) return { world, counterexample, steps: walked(whole, counterexample) };
  }
  return undefined;
};
