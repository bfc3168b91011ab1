// A visit to a room: what goes wrong, and that it does not with what prevents it, from the same seed.
import type { Room } from './room.ts';
import type { Shown } from './shown.ts';

export interface Visit {
  readonly room: Room;
  readonly seed: number;
  readonly bad: Shown;
  readonly good: Shown;
}

export const visit = async (room: Room, seed: number): Promise<Visit> => ({
  room,
  seed,
  bad: await room.show(seed, false),
  good: await room.show(seed, true),
});

/** It went wrong where it should, and not where it should not. */
export const isAsPromised = ({ bad, good }: Visit): boolean =>
  bad.finding !== undefined && good.finding === undefined;
