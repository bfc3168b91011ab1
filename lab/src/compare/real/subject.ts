// What the orders of one cell on real parts are called, so that nothing of it is another cell's.
import { namesOf, orderOf } from '../../sweep/run/names.ts';
import type { CellNames } from '../../sweep/run/names.ts';

/** Orders of one customer for one article under one protocol, and the customer who comes second. */
export interface Subject extends Pick<CellNames, 'customer' | 'sku'> {
  readonly protocol: string;
  readonly orders: readonly CellNames[];
  readonly second: CellNames;
}

/** `run` tells systems apart. */
export const newSubjects = (run: string) => {
  let names = 0;
  const next = (): CellNames => namesOf(run, (names += 1));
  return (protocol: string, orders: number): Subject => {
    const [first, second] = [next(), next()];
    const { customer, sku } = first;
    const more = Array.from({ length: orders - 1 }, (_, n) => ({ ...first, ...orderOf(first, n + 2) }));
    return { protocol, customer, sku, orders: [first, ...more], second };
  };
};
