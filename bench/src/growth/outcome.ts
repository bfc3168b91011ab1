// Whether what a run did adds up: each order ended once, and stock and money moved as often as sagas completed.
import type { Lab } from '@saga-lab/lab/client/lab';

/** Of a whole system since it began. */
export interface Sums {
  readonly completed: number;
  readonly compensated: number;
  /** Sagas that have not ended. */
  readonly open: number;
  /** Pieces. */
  readonly shipped: number;
  /** Still on hold for somebody. */
  readonly reserved: number;
  /** Minor units that were charged and not refunded. */
  readonly paid: number;
}

export const sumsOf = async (one: Lab): Promise<Sums> => {
  const [counts, stock, accounts] = await Promise.all([one.sagaCounts(), one.allStock(), one.allAccounts()]);
  const { COMPLETED: completed, COMPENSATED: compensated, ...open } = counts;
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    completed,
    compensated,
    open: sum(Object.values(open)),
    shipped: sum(stock.map(({ shipped }) => shipped)),
    reserved: sum(stock.map(({ reserved }) => reserved)),
    paid: sum(accounts.map(({ charged, refunded }) => charged - refunded)),
  };
};

/** What is wrong with them, if so many orders of one piece at this price were accepted; nothing: nothing lost, nothing doubled. */
export const flawsOf = (sums: Sums, orders: number, price: number): readonly string[] => {
  const { completed, compensated, open, shipped, reserved, paid } = sums;
  const wrong = (is: number, wanted: number, what: string): readonly string[] =>
    is === wanted ? [] : [`${what}: ${is} instead of ${wanted}`];
  return [
    ...wrong(completed + compensated, orders, 'sagas that ended'),
    ...wrong(open, 0, 'sagas still open'),
    ...wrong(shipped, completed, 'pieces shipped'),
    ...wrong(reserved, 0, 'pieces still reserved'),
    ...wrong(paid, completed * price, 'minor units paid'),
  ];
};
