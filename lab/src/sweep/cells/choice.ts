// Which cells are meant: by name, or some of them by a seed.
import { webIds } from '@saga-lab/platform/service/web-ids';
import { idOf } from './cells.ts';
import type { Cell } from './cells.ts';

/**
 * Those of `payment-service`, of `payment-service/before-ack`, and so on. A star in the place of a part means any, as does
 * what is left out at the end; but a name that is complete without a redelivery means the first delivery alone.
 */
export const cellsNamed = (cells: readonly Cell[], name: string): readonly Cell[] => {
  const exact = cells.filter((cell) => idOf(cell) === name);
  if (exact.length > 0) return exact;
  const wanted = name.split('/');
  return cells.filter(({ service, point, message, pass }) => {
    const parts: readonly string[] = [service, point, message, pass];
    return wanted.every((part, n) => part === '*' || part === parts[n]);
  });
};

/** So many of them, the same ones for the same seed. */
export const cellsBySeed = (cells: readonly Cell[], count: number, seed: number): readonly Cell[] =>
  cells
    .map((cell) => ({ cell, lot: webIds.hash(String(seed), idOf(cell)) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, count)
    .map(({ cell }) => cell);
