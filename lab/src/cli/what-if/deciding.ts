// A parallel history decided bit by bit: whoever waits for it is told now and then how far it is, and can stop it.
import { setImmediate } from 'node:timers/promises';
import type { Deciding, ParallelHistory } from '../../what-if/parallel.ts';

/** So many at a time: between them a signal and the progress have their turn. */
export const AT_A_TIME = 500;
const TELL_EVERY_MS = 5_000;

/** @param now milliseconds since some instant */
export const decidedWithProgress = async (
  { steps, advance, result }: Deciding,
  tell: (line: string) => void,
  now: () => number = Date.now,
): Promise<ParallelHistory> => {
  let toldAt = now();
  for (let taken = AT_A_TIME; await advance(AT_A_TIME); taken += AT_A_TIME) {
    await setImmediate();
    if (now() - toldAt < TELL_EVERY_MS) continue;
    toldAt = now();
    tell(`${inWords(taken)} of ${inWords(steps)} commits decided again`);
  }
  return result();
};

const inWords = (count: number): string => count.toLocaleString('en-US');
