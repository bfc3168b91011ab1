// Everything that `npm run explore` can visit, by name: worlds of the real deciders, of the roles of protocols, and the oracle.
import { explore, walked } from '../../explorer/explore.ts';
import type { Exploration, ExploreOptions, Progress } from '../../explorer/explore.ts';
import { commitsOf } from '../../explorer/orders/commits.ts';
import { largeWorlds, smallWorlds } from '../../explorer/orders/worlds.ts';
import type { OrderWorld } from '../../explorer/orders/worlds.ts';
import type { ProtocolWorld } from '../../explorer/protocols/world.ts';
import {
  largeWorlds as largeProtocolWorlds,
  smallWorlds as smallProtocolWorlds,
} from '../../explorer/protocols/worlds.ts';
import { twoPhaseCommit } from '../../explorer/testing/two-phase-commit.ts';
import type { CommitsByService } from '../../client/documents.ts';

type Options = Pick<ExploreOptions<unknown>, 'reduce' | 'mostStates'>;

export interface Explorable {
  readonly name: string;
  /** In a sentence. */
  readonly about: string;
  readonly isSmall: boolean;
  readonly explore: (options: Options) => Generator<Progress, Visited>;
  /** What is known to be wrong in it: it would be a surprise if that were not found. */
  readonly finds?: ProtocolWorld['finds'];
  /** What another model checker counts. */
  readonly published?: Published;
}

export type Published = Partial<Pick<Exploration, 'states' | 'transitions' | 'depth'>>;

export interface Visited {
  readonly exploration: Exploration;
  /** What the services did on the way to what is wrong; for a picture. */
  readonly commits?: CommitsByService;
}

const ofOrders =
  (isSmall: boolean) =>
  ({ name, about, make }: OrderWorld): Explorable => ({
    name,
    about,
    isSmall,
    explore: function* (options) {
      const world = make();
      const exploration = yield* explore(world, options);
      const { counterexample } = exploration;
      if (!counterexample) return { exploration };
      const commits = commitsOf(walked(world, counterexample).map(({ happening }) => happening));
      return { exploration, commits };
    },
  });

const ofProtocols =
  (isSmall: boolean) =>
  ({ make, ...world }: ProtocolWorld): Explorable => ({
    ...world,
    isSmall,
    explore: function* (options) {
      return { exploration: yield* explore(make(), options) };
    },
  });

/** The figures of TLC, as they are published with the specification and in Stateright's book. */
const oracle = (managers: number, isSmall: boolean, published: Published): Explorable => ({
  name: `two-phase-commit-${managers}`,
  about: `the oracle: two-phase commit with ${managers} resource managers`,
  isSmall,
  published,
  explore: function* (options) {
    return { exploration: yield* explore(twoPhaseCommit(managers), options) };
  },
});

export const catalogue: readonly Explorable[] = [
  oracle(3, true, { states: 288, transitions: 1_146, depth: 11 }),
  oracle(5, true, { states: 8_832 }),
  oracle(6, false, { states: 50_816 }),
  ...smallWorlds.map(ofOrders(true)),
  ...largeWorlds.map(ofOrders(false)),
  ...smallProtocolWorlds.map(ofProtocols(true)),
  ...largeProtocolWorlds.map(ofProtocols(false)),
];
