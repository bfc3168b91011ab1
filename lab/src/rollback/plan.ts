// What bringing a whole system back to a moment takes: sagas to undo, things to bring back, and what nobody can undo.
import type { Cut } from '../time-travel/cut.ts';
import { isOpenYet, sagasToUndo } from './sagas.ts';
import type { UndoneSaga } from './sagas.ts';
import { thingsIn } from './things.ts';
import type { ThingBack } from './things.ts';

export interface RollbackPlan {
  readonly sagas: readonly UndoneSaga[];
  /** Changed or not. */
  readonly things: readonly ThingBack[];
  /** Effects outside of the system, one sentence each. */
  readonly outside: readonly string[];
}

/** Decides by the histories alone, and touches nothing. */
export const planOf = (cut: Cut): RollbackPlan => {
  const sagas = sagasToUndo(cut);
  const orders = sagas.filter(({ way }) => way !== 'nothing').map(({ saga }) => saga);
  return {
    sagas,
    things: thingsIn(cut, orders),
    outside: sagas.filter(({ way }) => way === 'acts' || way === 'forward').map(shippedBy),
  };
};

export const openIn = ({ sagas }: RollbackPlan): readonly UndoneSaga[] => sagas.filter(isOpenYet);

const shippedBy = ({ saga, lines, way }: UndoneSaga): string => {
  const pieces = lines.map(({ sku, quantity }) => `${quantity} ${sku}`).join(', ');
  return way === 'acts'
    ? `order ${saga} stays APPROVED, as its customer knows it, and ${pieces} went out: somebody has to get them back`
    : `order ${saga} is past its pivot: ${pieces} will go out, and somebody has to get them back`;
};
