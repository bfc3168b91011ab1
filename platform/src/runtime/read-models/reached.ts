// Who waits until a stream has got as far as a version: woken by the feed, never by looking again and again.
import type { Written } from '../../store/commit.ts';
import type { Clock } from '../ports.ts';

export interface Reached {
  /** These are durable: so one thing is shown with them, whether its read model has them yet or not. */
  readonly note: (written: readonly Written[]) => void;
  /** Resolves with whether the version came within `ms`. To be begun before one looks, so that nothing comes between. */
  readonly until: (stream: string, version: number, ms: number) => Waiter;
}

export interface Waiter {
  readonly came: Promise<boolean>;
  readonly cancel: () => void;
}

interface Waiting {
  readonly version: number;
  readonly end: (came: boolean) => void;
}

export const reached = (clock: Clock): Reached => {
  const waiting = new Map<string, Set<Waiting>>();

  const until = (stream: string, version: number, ms: number): Waiter => {
    const { promise: came, resolve } = Promise.withResolvers<boolean>();
    const others = waiting.get(stream) ?? new Set<Waiting>();
    const end = (result: boolean): void => {
      cancelWake();
      others.delete(one);
      if (others.size === 0) waiting.delete(stream);
      resolve(result);
    };
    const one: Waiting = { version, end };
    const cancelWake = clock.wakeAt(clock.now() + ms, () => {
      end(false);
    });
    waiting.set(stream, others.add(one));
    return {
      came,
      cancel: () => {
        end(false);
      },
    };
  };

  return {
    until,
    note: (written) => {
      if (waiting.size === 0) return;
      for (const { stream, version } of written)
        for (const one of waiting.get(stream) ?? []) if (version >= one.version) one.end(true);
    },
  };
};
