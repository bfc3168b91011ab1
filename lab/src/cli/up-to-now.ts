// How far histories are read whose ends move on meanwhile, and what is said of it.
import { count } from '../checker/verdict.ts';
import type { Following } from '../reader/follow/follow.ts';
import type { Far } from './how-far.ts';

/** So far the clocks of the databases may be ahead of the one here. */
const CLOCKS_APART_MS = 5_000;

export const upToNow = (far: Far): Following => ({
  until: Date.now() + CLOCKS_APART_MS,
  far: (taken, at) => {
    far(`reading the histories: ${count(taken, 'commit')}, up to ${new Date(at).toISOString()}`);
  },
});
