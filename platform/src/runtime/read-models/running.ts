// Work that goes on until it is stopped, and what stopping has to interrupt.
import type { Feed } from '../../store/store.ts';
import type { Clock } from '../ports.ts';

export interface Running {
  readonly isStopped: () => boolean;
  /** Resolves or rejects as the feed ends; `interrupt` and `stop` close it. */
  readonly until: (feed: Feed) => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
  /** Ends the feed or the sleep that is waited for. */
  readonly interrupt: () => void;
  readonly stop: () => Promise<void>;
}

export const startRunning = (clock: Clock, work: (running: Running) => Promise<void>): Running => {
  let stopped = false;
  let interrupt: () => void = () => undefined;
  const running: Running = {
    isStopped: () => stopped,
    until: async (feed) => {
      interrupt = () => void feed.close();
      if (stopped) interrupt();
      await feed.ended;
    },
    sleep: (ms) =>
      new Promise((resolve) => {
        const cancel = clock.wakeAt(clock.now() + ms, resolve);
        interrupt = () => {
          cancel();
          resolve();
        };
      }),
    interrupt: () => {
      interrupt();
    },
    stop: async () => {
      stopped = true;
      interrupt();
      await done;
    },
  };
  const done = work(running);
  return running;
};
