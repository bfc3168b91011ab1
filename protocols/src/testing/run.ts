// How an order goes to its end: what is under way arrives, and timers go off.
import type { Copy, Pump } from './pump.ts';

const ENOUGH = 2_000;

/** @throws Error if something is still left to do after so many steps. */
const untilNothingIsLeft = (system: Pump, step: () => boolean): Pump => {
  for (let steps = 0; steps < ENOUGH; steps++) if (!step()) return system;
  throw new Error(`it does not end within ${ENOUGH} steps`);
};

/** Everything arrives, first what was sent first; where nothing is under way, the next timer goes off; until nothing is left. */
export const run = (system: Pump): Pump =>
  untilNothingIsLeft(system, () => {
    if (system.underWay.length === 0) return fireNext(system);
    system.deliver();
    return true;
  });

/** How long messages are under way, in milliseconds: each for the next of them, round and round; or as it is said of each. */
type Delays = readonly number[] | ((copy: Copy) => number);

/** Timers go off when they are due. */
export const runTimed = (system: Pump, delays: Delays): Pump => {
  const due = new Map<Copy, number>();
  const delayOf = (copy: Copy): number =>
    typeof delays === 'function' ? delays(copy) : (delays[due.size % delays.length] ?? 0);
  const dueOf = (copy: Copy): number => {
    const known = due.get(copy) ?? system.now() + delayOf(copy);
    due.set(copy, known);
    return known;
  };
  return untilNothingIsLeft(system, () => {
    const instants = system.underWay.map(dueOf);
    const first = Math.min(...instants);
    if (nextDue(system) < first) return fireNext(system);
    if (first === Infinity) return false;
    system.wait(first);
    system.deliver(instants.indexOf(first));
    return true;
  });
};

/** So many timers go off at these services, one after the other, and nothing that anybody sends arrives. */
export const waitAt = (system: Pump, services: readonly string[], times: number): Pump => {
  for (let n = 0; n < times; n++) {
    const next = system.timers.findIndex((timer) => services.includes(timer.at) && system.isWanted(timer));
    if (next >= 0) system.fire(next);
  }
  return system;
};

const nextDue = ({ timers, isWanted }: Pump): number =>
  Math.min(...timers.filter(isWanted).map(({ due }) => due));

const fireNext = (system: Pump): boolean => {
  const due = nextDue(system);
  const next = system.timers.findIndex((timer) => timer.due === due && system.isWanted(timer));
  if (next >= 0) system.fire(next);
  return next >= 0;
};
