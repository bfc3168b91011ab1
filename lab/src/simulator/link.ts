// The network between a process and one of its servers: each direction may be cut for a while.
import type { World } from './world.ts';

export type Direction = 'requests' | 'answers';

export interface Link {
  readonly isCut: (direction: Direction) => boolean;
  /** Whether the process has noticed by now that something is cut. */
  readonly isKnownToBeCut: () => boolean;
  readonly cut: (direction: Direction) => void;
  readonly heal: (direction?: Direction) => void;
}

/** As a heartbeat would find out, microseconds. */
const NOTICED_AFTER = 2_000_000;

export const newLink = (world: Pick<World, 'now'>): Link => {
  const since = new Map<Direction, number>();
  return {
    isCut: (direction) => since.has(direction),
    isKnownToBeCut: () => [...since.values()].some((instant) => instant + NOTICED_AFTER <= world.now()),
    cut: (direction) => {
      since.set(direction, world.now());
    },
    heal: (direction) => {
      if (direction === undefined) since.clear();
      else since.delete(direction);
    },
  };
};
