// Bugs that `npm run explore -- --twin` can plant: in a decider of a service, or in a role of a protocol.
import { protocolTwins } from '@saga-lab/protocols/twins';
import type { CommitsByService } from '../../client/documents.ts';
import type { Counterexample } from '../../explorer/explore.ts';
import { caught } from '../../explorer/orders/caught.ts';
import { commitsOf } from '../../explorer/orders/commits.ts';
import { deciderTwins } from '../../explorer/orders/twins.ts';
import { caughtTwin } from '../../explorer/protocols/twins.ts';
import type { PlantedBug } from '../../twins/planted.ts';

export interface Plantable extends Pick<PlantedBug, 'name' | 'mechanism' | 'consequence'> {
  /** The shortest way to what it breaks, in the first small world that shows it; `undefined`: none does. */
  readonly plant: () => Found | undefined;
}

export interface Found {
  readonly world: string;
  readonly counterexample: Counterexample;
  /** For a picture. */
  readonly commits?: CommitsByService;
}

const inServices: readonly Plantable[] = deciderTwins.map(({ name, mechanism, consequence, change }) => ({
  name,
  mechanism,
  consequence,
  plant: () => {
    const found = caught({ change });
    if (!found) return undefined;
    const { world, counterexample, steps } = found;
    return {
      world: world.name,
      counterexample,
      commits: commitsOf(steps.map(({ happening }) => happening)),
    };
  },
}));

const inProtocols: readonly Plantable[] = protocolTwins.map((twin) => ({
  name: twin.name,
  mechanism: twin.mechanism,
  consequence: twin.consequence,
  plant: () => {
    const found = caughtTwin(twin);
    return found && { world: found.world.name, counterexample: found.counterexample };
  },
}));

export const plantables: readonly Plantable[] = [...inServices, ...inProtocols];
