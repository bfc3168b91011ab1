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
    outside: sagas.flatMap(outsideOf),
  };
};

export const openIn = ({ sagas }: RollbackPlan): readonly UndoneSaga[] => sagas.filter(isOpenYet);

const outsideOf = ({ saga, lines, way, status, shipped }: UndoneSaga): readonly string[] => {
  const pieces = lines.map(({ sku, quantity }) => `${quantity} ${sku}`).join(', ');
  if (way === 'forward')
    return [`order ${saga} is past its pivot: ${pieces} will go out, and somebody has to get them back`];
  if (way !== 'acts') return [];
  const stays = `order ${saga} stays ${status}, as its customer knows it`;
  if (shipped) return [`${stays}, and ${pieces} went out: somebody has to get them back`];
  return status === 'APPROVED' ? [stays] : [];
};
