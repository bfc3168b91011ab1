// What bringing a whole system back to a moment takes: orders to undo, things to bring back, and what nobody can undo.
import type { Cut } from '../time-travel/cut.ts';
import { isOpenYet, ordersToUndo } from './orders.ts';
import type { UndoneOrder } from './orders.ts';
import { thingsIn } from './things.ts';
import type { ThingBack } from './things.ts';

export interface RollbackPlan {
  readonly orders: readonly UndoneOrder[];
  /** Changed or not. */
  readonly things: readonly ThingBack[];
  /** Effects outside of the system, one sentence each. */
  readonly outside: readonly string[];
}

/** Decides by the histories alone, and touches nothing. */
export const planOf = (cut: Cut): RollbackPlan => {
  const orders = ordersToUndo(cut);
  const undone = orders.filter(({ way }) => way !== 'nothing').map(({ order }) => order);
  return {
    orders,
    things: thingsIn(cut, undone),
    outside: orders.flatMap(outsideOf),
  };
};

export const openIn = ({ orders }: RollbackPlan): readonly UndoneOrder[] => orders.filter(isOpenYet);

const outsideOf = ({ order, lines, way, status, shipped }: UndoneOrder): readonly string[] => {
  const pieces = lines.map(({ sku, quantity }) => `${quantity} ${sku}`).join(', ');
  if (way === 'forward')
    return [`order ${order} is past its pivot: ${pieces} will go out, and somebody has to get them back`];
  if (way !== 'acts') return [];
  const stays = `order ${order} stays ${status}, as its customer knows it`;
  if (shipped) return [`${stays}, and ${pieces} went out: somebody has to get them back`];
  return status === 'APPROVED' ? [stays] : [];
};
