// A run from its first step to its last: faults, then none, until everything is at rest or patience is over.
import type { Clients } from './customers.ts';
import { drained } from './drained.ts';
import { unrestIn } from './quiet.ts';
import { schedule } from './schedule.ts';
import type { Watch } from './simulation.ts';
import type { System } from './system.ts';
import type { World } from './world.ts';

/** All by the simulated world's time, microseconds. */
const FAULTS_UNTIL = 10_000_000;
const PATIENCE = 180_000_000;
const LOOK_EVERY = 250_000;

interface Watched {
  readonly system: System;
  readonly watch: Watch | undefined;
}

/**
 * Everything runs and is prepared; then orders come, and faults; in the end everything is well, and has time to settle.
 * Gives back what still goes on when patience is over.
 */
export const runToItsEnd = async (
  { system, watch, leastMs }: Watched & { readonly leastMs: number },
  clients: Clients,
): Promise<string | undefined> => {
  const faultsUntil = Math.max(FAULTS_UNTIL, leastMs * 1_000);
  const { world } = system;
  const unrest = (): Promise<string | undefined> =>
    clients.isDone() ? unrestIn(system) : Promise.resolve('somebody still asks');
  system.start();
  clients.prepare();
  await stepUntil({ system, watch }, () => clients.isDone());
  world.becomeCalm(false);
  schedule(system, faultsUntil);
  clients.order();
  const isTime = everyNowAndThen(world);
  await stepUntil(
    { system, watch },
    async () => isTime() && (world.now() >= faultsUntil || (await unrest()) === undefined),
  );
  heal(system, clients);
  await stepUntil({ system, watch }, async () => isTime() && (await unrest()) === undefined);
  return unrest();
};

const stepUntil = async (
  { system: { world, databases }, watch }: Watched,
  isOver: () => boolean | Promise<boolean>,
): Promise<void> => {
  for (;;) {
    await drained();
    await watch?.(databases, world.now() / 1_000);
    if (world.now() >= PATIENCE || (await isOver()) || !world.step()) return;
  }
};

/** Looking costs more than a step. */
const everyNowAndThen = (world: World): (() => boolean) => {
  let nextLook = 0;
  return () => {
    if (world.now() < nextLook) return false;
    nextLook = world.now() + LOOK_EVERY;
    return true;
  };
};

/** From here on nothing goes wrong any more; and somebody looks after what could not be handled. */
const heal = (system: System, clients: Clients): void => {
  system.world.becomeCalm(true);
  system.heal();
  clients.replayLetters();
};
