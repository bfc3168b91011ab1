// Parts that stand on each other, as one part, and starts that wait for what is away.
import { TransientError } from '../decider/errors.ts';
import type { Clock, Ids } from './ports.ts';
import { backOff } from '../decider/back-off.ts';
import { sleep } from './time.ts';

/** Something that runs; `stop` is called once, and only after `start` was called. */
export interface Startable {
  readonly start: () => Promise<unknown>;
  readonly stop: () => Promise<unknown>;
}

/** Starts the parts in their order, and stops in the reverse one those whose start was begun. */
export const inOrder = (...parts: readonly Startable[]): Startable => {
  const begun: Startable[] = [];
  let stopped = false;
  return {
    start: async () => {
      for (const part of parts) {
        if (stopped) throw new TransientError('STOPPED', 'stopped before everything had started');
        begun.push(part);
        await part.start();
      }
    },
    stop: async () => {
      stopped = true;
      for (const part of begun.reverse()) await part.stop();
    },
  };
};

export interface Waiting {
  readonly clock: Clock;
  readonly ids: Ids;
  /** Told before each further try why the one before failed. */
  readonly onWait: (reason: string) => void;
}

const TRY_AGAIN = { first: 100, most: 2_000 };

/** Tries until it works, or until `isOver`. @throws the error of a try: any that no waiting mends, and the last one if it is over. */
export const untilItWorks = async <T>(
  attempt: () => Promise<T>,
  { clock, ids, onWait }: Waiting,
  isOver: () => boolean = () => false,
): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof TransientError) || isOver()) throw error;
      onWait(error.message);
      await sleep(clock, backOff(tries, TRY_AGAIN, ids.random()));
      if (isOver()) throw error;
    }
  }
};

/** A part whose start waits for as long as what it needs is away. Its start must do nothing twice when it is called again. */
export const patient = (part: Startable, waiting: Waiting): Startable => {
  let stopped = false;
  return {
    start: () =>
      untilItWorks(
        () => part.start(),
        waiting,
        () => stopped,
      ),
    stop: async () => {
      stopped = true;
      await part.stop();
    },
  };
};
