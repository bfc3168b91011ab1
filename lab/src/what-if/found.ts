// All that is to say of one change: what would be otherwise, and which corrections it comes to.
import type { Ids } from '@saga-lab/platform/runtime/ports';
import type { History } from '../checker/history.ts';
import { correctionId, correctionsFor, ownCorrections } from './apply/corrections.ts';
import type { PlannedCorrection } from './apply/corrections.ts';
import { withoutToo } from './change.ts';
import type { Change } from './change.ts';
import type { ParallelHistory } from './parallel.ts';
import { planOf } from './plan/plan.ts';
import type { WhatIfPlan } from './plan/plan.ts';
import { changeFor, checkPossible } from './retroactive.ts';
import type { Retroactive } from './retroactive.ts';

export interface WhatIfFound extends WhatIfPlan {
  readonly asked: Retroactive;
  /** Of the correction that it comes to. */
  readonly id: string;
  readonly corrections: readonly PlannedCorrection[];
}

export interface Asking {
  readonly history: History;
  readonly asked: Retroactive;
  readonly ids: Pick<Ids, 'hash'>;
}

/** What was corrected already because of this very change does not come. @throws NoSuchChange */
export const changeToDecide = ({ history, asked, ids }: Asking, by: string): Change =>
  withoutToo(changeFor(history, asked, by), ownCorrections(history, asked, correctionId(ids, asked)));

/** @param parallel history of that change. @throws NoSuchChange where it was not possible at its moment */
export const foundIn = (
  { history, asked, ids }: Asking,
  change: Change,
  parallel: ParallelHistory,
): WhatIfFound => {
  checkPossible(change, parallel);
  const id = correctionId(ids, asked);
  const plan = planOf(history, change, parallel);
  return { asked, id, ...plan, corrections: correctionsFor({ history, asked, id }, plan.amounts) };
};
