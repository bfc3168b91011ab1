// How a command ends on a signal: in order first, at once on the second, and also when npm was killed.
import { exitCodes } from './exit-codes.ts';

const LOOK_FOR_PARENT_MS = 500;
/** A Ctrl-C comes from the terminal and, passed on, from npm; nobody types two as fast as that. */
const SAME_KEYSTROKE_MS = 100;

export interface Ending {
  /** `now`: without any grace. */
  readonly stop: (how?: 'now') => Promise<void>;
  /** Exit code of an end in order. */
  readonly exitCode: () => number;
  readonly say: (line: string) => void;
}

/** Ctrl-C, SIGTERM and a closed terminal stop and exit; the second one stops by force. Returns whether one has come. */
export const endOnSignals = ({ stop, exitCode, say }: Ending): (() => boolean) => {
  let signals = 0;
  let signalledAt = -Infinity;
  const end = (why: string) => {
    if (performance.now() - signalledAt < SAME_KEYSTROKE_MS) return;
    signalledAt = performance.now();
    signals += 1;
    if (signals > 2) return;
    say(signals === 1 ? `${why}: stopping (again: at once)` : `${why}: stopping at once`);
    void stop(signals === 1 ? undefined : 'now').finally(() =>
      process.exit(signals === 1 ? exitCode() : exitCodes.interrupted),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      end(signal);
    });
  if (process.env.npm_lifecycle_event !== undefined)
    whenParentEnds(() => {
      end('npm ended');
    });
  return () => signals > 0;
};

/** npm killed by SIGKILL tells nobody, but then another process adopts this one. */
const whenParentEnds = (callback: () => void): void => {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, LOOK_FOR_PARENT_MS);
  timer.unref();
};
