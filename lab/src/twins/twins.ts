// All bugs that are planted to see them caught, kind by kind.
import { barrierBugs } from './barrier.ts';
import { betweenServiceAndBroker } from './bus.ts';
import { corrections } from './corrections.ts';
import { decidedAgain } from './decided-again.ts';
import { inserts } from './inserts.ts';
import { outbox } from './outbox.ts';
import { protocolBugs } from './protocols.ts';
import type { PlantedBug } from './planted.ts';
import { readModels } from './read-models.ts';
import { retention } from './retention.ts';
import { sagaBugs } from './saga.ts';
import { states } from './states.ts';
import { time } from './time.ts';

export const twins: readonly PlantedBug[] = [
  ...betweenServiceAndBroker,
  ...outbox,
  ...inserts,
  ...states,
  ...barrierBugs,
  ...sagaBugs,
  ...readModels,
  ...time,
  ...decidedAgain,
  ...retention,
  ...corrections,
  ...protocolBugs,
];

/** `undefined` for a name that none has. */
export const twinNamed = (name: string): PlantedBug | undefined => twins.find((twin) => twin.name === name);
