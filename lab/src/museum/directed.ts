// Takes a scene and the world in which it is played forward together, step by step.
import { drained } from '../simulator/drained.ts';
import type { World } from '../simulator/world.ts';

/** By the world's time: then a scene hangs. */
const MOST_US = 600_000_000;

interface Waiter {
  readonly isTrue: () => boolean;
  readonly goOn: () => void;
}

export type Waiters = Set<Waiter>;

/** Takes step by step until the scene is over. @throws what the scene throws, and Error if it does not end. */
export const directed = async (world: World, scene: (waiters: Waiters) => Promise<void>): Promise<void> => {
  const waiters = new Set<Waiter>();
  let end: { readonly error?: unknown } | undefined;
  scene(waiters).then(
    () => (end = {}),
    (error: unknown) => (end = { error }),
  );
  const isOver = (): typeof end => end;
  for (;;) {
    await drained();
    const over = isOver();
    if (over && 'error' in over) throw over.error;
    if (over) return;
    if (goOn(waiters)) continue;
    if (world.now() > MOST_US || !world.step()) throw new Error('the scene does not end');
  }
};

/** Whoever waits for what is true by now. */
const goOn = (waiters: Waiters): boolean => {
  const ready = [...waiters].filter(({ isTrue }) => isTrue());
  for (const one of ready) {
    waiters.delete(one);
    one.goOn();
  }
  return ready.length > 0;
};
