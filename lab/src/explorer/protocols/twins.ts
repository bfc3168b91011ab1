// Bugs that are planted in roles of protocols, and the worlds in which the explorer finds them.
import { coordinatorName } from '@saga-lab/protocols/parties';
import type { ProtocolTwin } from '@saga-lab/protocols/twin';
import { protocolOf } from '@saga-lab/protocols/twins';
import { explored, LIVENESS, walked } from '../explore.ts';
import type { Counterexample } from '../explore.ts';
import type { SystemStep } from '../system/step.ts';
import type { ChangeRole } from './roles.ts';
import type { ProtocolWorld } from './world.ts';
import { boundedWorlds, MOST_STATES } from './bounded-worlds.ts';
import { largeWorlds, smallWorlds } from './worlds.ts';

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

/** In the first world of its protocol in which all is right without it, by what it is said to break. `undefined`: in none. */
export const caughtTwin = (twin: ProtocolTwin): CaughtTwin | undefined => {
  for (const world of worldsFor(twin)) {
    const { isEnd, ...whole } = world.make(plantedIn(twin));
    const properties = whole.properties.filter(({ name }) => twin.breaks.includes(name));
    const mayHang = twin.breaks.includes(whole.endName ?? LIVENESS);
    const { counterexample } = explored(
      { ...whole, properties, ...(mayHang && isEnd && { isEnd }) },
      boundedWorlds.includes(world) ? { mostStates: MOST_STATES } : {},
    );
    if (counterexample) return { world, counterexample, steps: walked(whole, counterexample) };
  }
  return undefined;
};

const worldsFor = (twin: ProtocolTwin): readonly ProtocolWorld[] =>
  [...smallWorlds, ...boundedWorlds, ...largeWorlds].filter(
    (world) => world.name.startsWith(`${protocolOf(twin)}-`) && !world.finds,
  );
