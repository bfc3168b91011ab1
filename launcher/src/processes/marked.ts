// Marks the processes of a system, so that none of them outlives it: see ../guard.mjs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';

const guardFile = fileURLToPath(new URL('../../guard.mjs', import.meta.url));

export interface Guard {
  /** To hand to processes that must carry it whatever else this process starts. */
  readonly env: Readonly<Record<string, string>>;
  readonly mark: string;
  /** Ends every marked process that is still there, `now` without SIGTERM's grace of 3 s; resolves when none is left. */
  sweep(how?: 'now'): Promise<void>;
}

const startGuard = (mark: string) => {
  const { SAGA_LAB_MARK: _outer, ...env } = process.env; // or it would end itself
  return spawn(process.execPath, [guardFile, mark], {
    detached: true,
    env,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
};

/** From now on every process that this one starts carries a mark, and a guard ends them all when this process ends. */
export const markChildren = (): Guard => {
  const mark = randomUUID();
  const outer = process.env.SAGA_LAB_MARK;
  const guard = startGuard(mark);
  const exited = once(guard, 'exit');
  process.env.SAGA_LAB_MARK = mark;
  guard.unref();
  return {
    env: { SAGA_LAB_MARK: mark },
    mark,
    sweep: async (how) => {
      restoreMark(outer);
      guard.ref();
      if (!guard.stdin.writableEnded) guard.stdin.end(how);
      await exited;
    },
  };
};

const restoreMark = (outer: string | undefined): void => {
  if (outer === undefined) delete process.env.SAGA_LAB_MARK;
  else process.env.SAGA_LAB_MARK = outer;
};

/** Ends what an earlier system left behind. */
export const sweepMarked = async (mark: string): Promise<void> => {
  const guard = startGuard(mark);
  guard.stdin.end();
  await once(guard, 'exit');
};
