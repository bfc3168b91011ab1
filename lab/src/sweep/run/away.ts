// Whoever has died does not return until the others have done all that they can do without it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultOutcome } from '@saga-lab/protocols/promise';
import { participantNames } from '@saga-lab/protocols/parties';
import { historyAmong } from '../../checker/history.ts';
import { holdsOf } from '../../figures/holds.ts';
import { outcomeOf } from '../../figures/order-outcome.ts';
import type { Outcome } from '../../figures/order-outcome.ts';
import type { Reading } from '../../reader/reading.ts';
import type { Cell } from '../cells/cells.ts';
import { ENOUGH, PRICE, waitingAmong } from './cell-stage.ts';
import type { CellStage } from './cell-stage.ts';
import type { CellParts } from './cell-parts.ts';
import { promisedWhileAway } from './promised.ts';
import type { Without } from './result.ts';

/** So long nobody has waited, and nothing is on its way any more. */
const QUIET_MS = 2_000;
const LOOK_EVERY_MS = 200;

/** Whoever places the order may have to ask until the order service is there again. */
export const playAway = async (cell: Cell, stage: CellStage, parts: CellParts): Promise<void> => {
  await stage.prepare(ENOUGH, PRICE);
  const placed = stage.placeOrder().then(
    () => ({}),
    (error: unknown) => ({ error }),
  );
  await stage.deaths();
  await nobodyMoves(cell, parts);
  stage.returns();
  const failed = await placed;
  if ('error' in failed) throw failed.error;
};

/** At the latest when `awayMs` are over. */
const nobodyMoves = async ({ service }: Cell, { lab, names, awayMs }: CellParts): Promise<void> => {
  const there = participantNames.filter((name) => name !== service);
  const end = Date.now() + awayMs;
  let quietFrom = Date.now();
  while (Date.now() < end && Date.now() < quietFrom + QUIET_MS) {
    await sleep(LOOK_EVERY_MS);
    if ((await waitingAmong(lab, there, names.orderId)).length > 0) quietFrom = Date.now();
  }
};

/** What became of the order for those who were there, by what they had made durable before the return. */
export const withoutVictim = (
  { service: victim, protocol = '' }: Cell,
  { history, orders }: Pick<Reading, 'history' | 'orders'>,
  backAt: number,
): Without => {
  const [{ id: orderId } = { id: '' }] = orders;
  const before = historyAmong(history.all.filter(({ commit }) => commit.at <= backAt));
  const promised = promisedWhileAway({ protocol, victim, orderId, history: before });
  const outcome = outcomeOf(before, { orderId, protocol, absent: [victim] });
  const after = outcomeOf(history, { orderId, protocol });
  const waiting = holdsOf(before, orderId).flatMap(({ at, end }) => (at === victim || end ? [] : [at]));
  return {
    isBlocked: outcome === 'blocked',
    seen:
      outcome === 'blocked'
        ? `${waiting.join(', ')} waited for it all the time. After its return the order was ${after}.`
        : `Without it the order was ${outcome}.`,
    broken:
      brokenBy(outcome, promised.outcomes) ?? brokenBy(after, [promised.afterReturn], 'after its return '),
  };
};

const brokenBy = (outcome: Outcome, promised: readonly FaultOutcome[], when = ''): string | undefined => {
  const isAs = (one: FaultOutcome) =>
    one === 'either' ? outcome === 'approved' || outcome === 'rejected' : one === outcome;
  if (promised.some(isAs)) return undefined;
  return `The promise is that ${when}it is ${promised.map((one) => (one === 'either' ? 'approved or rejected' : one)).join(' or ')}.`;
};
