// Keeps one thing open, a connection or a channel: when it is lost, another is opened, with back-off, without end.
import { backOff } from '../../decider/back-off.ts';
import { errorMessage } from '../../decider/errors.ts';

export interface Supervised<T> {
  /** `undefined` while there is none. */
  readonly current: () => T | undefined;
  /** Why there is none. */
  readonly trouble: () => string;
  /** Opens unless stopped meanwhile; resolves after the first try, whatever came of it. */
  readonly start: () => Promise<void>;
  /** Tries now instead of after the back-off, and does not wait for a try that is under way. */
  readonly hurry: () => void;
  /** Gives it up and opens another. */
  readonly drop: (why: string) => void;
  /** Closes it; `start` opens again. */
  readonly stop: () => Promise<void>;
}

export interface Supervision<T> {
  /** Must call `lost` once what it opened cannot be used any more; calling it again does no harm. */
  readonly open: (lost: (why: string) => void) => Promise<T>;
  readonly close: (thing: T) => Promise<void>;
  /** Longest back-off, milliseconds. */
  readonly most: number;
  readonly onUp?: () => void;
  readonly onDown?: (why: string) => void;
}

const FIRST_DELAY_MS = 100;
/** What lived shorter than this counts as a failure, so that nothing is opened in a tight loop. */
const STABLE_MS = 1_000;

export const supervise = <T>(supervision: Supervision<T>): Supervised<T> => {
  const { open, close, most, onUp, onDown } = supervision;
  let current: T | undefined;
  let trouble = 'not opened yet';
  let running = false;
  let turn = 0; // of the thing that counts; what belongs to an earlier turn is over

  const attempt = async (): Promise<void> => {
    retries.cancel();
    turn += 1;
    const mine = turn;
    const lost = (why: string) => {
      if (mine === turn) giveUp(why);
    };
    try {
      const thing = await open(lost);
      if (mine === turn) use(thing);
      else void close(thing);
    } catch (error) {
      lost(errorMessage(error));
    }
  };
  const retries = retrying(most, attempt);

  const use = (thing: T): void => {
    current = thing;
    retries.worked();
    onUp?.();
  };

  const giveUp = (why: string): void => {
    if (!running) return;
    current = undefined;
    trouble = why;
    turn += 1;
    retries.failed();
    onDown?.(why);
  };

  return {
    current: () => current,
    trouble: () => trouble,
    start: () => {
      running = true;
      return attempt();
    },
    hurry: () => {
      if (!running || current !== undefined) return;
      retries.forget();
      void attempt();
    },
    drop: (why) => {
      const dropped = current;
      if (dropped === undefined) return;
      giveUp(why);
      void close(dropped);
    },
    stop: async () => {
      running = false;
      retries.forget();
      turn += 1;
      trouble = 'closed';
      const stopped = current;
      current = undefined;
      if (stopped !== undefined) await close(stopped);
    },
  };
};

/** Tries again after each failure, later every time that nothing lasted in between. */
const retrying = (most: number, attempt: () => Promise<void>) => {
  let failures = 0;
  let upSince = Infinity;
  let timer: NodeJS.Timeout | undefined;
  const cancel = (): void => {
    clearTimeout(timer);
  };
  return {
    cancel,
    worked: (): void => {
      upSince = performance.now();
    },
    failed: (): void => {
      cancel();
      if (performance.now() - upSince >= STABLE_MS) failures = 0;
      upSince = Infinity;
      failures += 1;
      const pause = backOff(failures, { first: FIRST_DELAY_MS, most }, Math.random());
      timer = setTimeout(() => void attempt(), pause);
    },
    forget: (): void => {
      cancel();
      failures = 0;
      upSince = Infinity;
    },
  };
};
