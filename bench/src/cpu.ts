// How much processor time each part of a system has used: a figure that other work on the machine disturbs little.
import { readFileSync } from 'node:fs';
import type { System } from '@saga-lab/launcher/system/system';

/** Part -> milliseconds so far, in user and kernel mode; empty where there is no /proc. */
export const cpuTimes = (system: System): ReadonlyMap<string, number> =>
  new Map(
    system.parts().flatMap(({ name, pid }) => {
      const used = pid === undefined ? undefined : cpuOf(pid);
      return used === undefined ? [] : [[name, used] as const];
    }),
  );

const TICK_MS = 10; // proc(5): clock ticks, 100 a second on Linux

const cpuOf = (pid: number): number | undefined => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return undefined;
  }
};

/** Part -> milliseconds for each of `count` sagas, between two readings. */
export const cpuPerSaga = (
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  count: number,
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...after].map(([name, used]) => [
      name,
      Math.round((10 * (used - (before.get(name) ?? 0))) / count) / 10,
    ]),
  );
