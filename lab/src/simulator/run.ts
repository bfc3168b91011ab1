// A run from its first step to its last: faults, then none, until everything is at rest or patience is over.
import type { Clients } from './customers.ts';
import { drained } from './drained.ts';
import { areListsUpToDate, isSettled } from './quiet.ts';
import { schedule } from './schedule.ts';
import type { System } from './system.ts';

/** All by the simulated world's time, microseconds. */
const FAULTS_UNTIL = 10_000_000;
const PATIENCE = 180_000_000;
const LOOK_EVERY = 250_000;

/** Everything runs and is prepared; then orders come, and faults; in the end everything is well, and has time to settle. */
export const runToItsEnd = async (system: System, clients: Clients): Promise<void> => {
  system.start();
  clients.prepare();
  await stepUntil(system, () => clients.isDone());
  system.world.becomeCalm(false);
  schedule(system);
  clients.order();
  await stepUntil(system, looking(system, clients));
};

const stepUntil = async ({ world }: System, isOver: () => boolean | Promise<boolean>): Promise<void> => {
  for (;;) {
    await drained();
    if (world.now() >= PATIENCE || (await isOver()) || !world.step()) return;
  }
};

/** Whether it is over; looks from time to time, and ends the faults when it is time. */
const looking = (system: System, clients: Clients): (() => boolean | Promise<boolean>) => {
  const { world } = system;
  let nextLook = 0;
  const look = async (): Promise<boolean> => {
    const isAtRest = clients.isDone() && (await isResting(system));
    if (world.isCalm()) return isAtRest;
    if (isAtRest || world.now() >= FAULTS_UNTIL) heal(system, clients);
    return false;
  };
  return () => {
    if (world.now() < nextLook) return false;
    nextLook = world.now() + LOOK_EVERY;
    return look();
  };
};

/** From here on nothing goes wrong any more; and somebody looks after what could not be handled. */
const heal = (system: System, clients: Clients): void => {
  system.world.becomeCalm(true);
  system.heal();
  clients.replayLetters();
};

const isResting = async (system: System): Promise<boolean> =>
  system.openOrders() === 0 && (await isSettled(system)) && areListsUpToDate(system);
