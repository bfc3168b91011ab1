// The invariants of the lab, judged from outside through REST.
import type { Lab } from '../client/lab.ts';
import { hasEnded } from '../client/lab.ts';
import { acceptedOnce } from './accepted.ts';
import { everySagaEnds, servicesAgree } from './agreement.ts';
import { moneyIsConserved, stockIsConserved } from './conservation.ts';
import { endsAreFinal, undoneInReverse } from './course.ts';
import type { Facts, Names } from './facts.ts';
import { gather } from './facts.ts';
import { everyMessageArrived, everythingHasACause } from './messages.ts';
import { atMostOneEffect, noEffectAfterCompensation } from './once.ts';
import { patiently } from './patience.ts';
import type { Rebuild } from './rebuilt.ts';
import { streamsAreWhole } from './streams.ts';
import type { Verdict } from './verdict.ts';
import { holds } from './verdict.ts';

const WAIT_MS = 60_000;
const CATCH_UP_MS = 10_000;

/** I-1 to I-12 over what was read. */
export const judge = (facts: Facts): readonly Verdict[] => [
  moneyIsConserved(facts),
  stockIsConserved(facts),
  everySagaEnds(facts),
  servicesAgree(facts),
  atMostOneEffect(facts),
  noEffectAfterCompensation(facts),
  streamsAreWhole(facts),
  acceptedOnce(facts),
  everyMessageArrived(facts),
  everythingHasACause(facts),
  undoneInReverse(facts),
  endsAreFinal(facts),
];

interface CheckOptions {
  readonly waitMs?: number;
  readonly catchUpMs?: number;
  /** How read models are made anew; for tests with histories that no service wrote. */
  readonly rebuild?: Rebuild;
}

/**
 * Waits until every saga has ended (at most 60 s, `waitMs`), then gives outboxes and read models, which follow a little
 * later, another 10 s (`catchUpMs`) before what it sees counts as violated.
 */
export const check = async (
  lab: Lab,
  names: Names,
  { waitMs = WAIT_MS, catchUpMs = CATCH_UP_MS, rebuild }: CheckOptions = {},
): Promise<readonly Verdict[]> => {
  await allEnded(lab, names.orders, Date.now() + waitMs);
  const look = async () => judge(await gather(lab, names, rebuild));
  return patiently(look, { isFine: holds, forMs: catchUpMs });
};

/** One after the other, and no longer than the deadline: what has not ended then is for the verdict to say. */
const allEnded = async (lab: Lab, orders: readonly string[], deadline: number): Promise<void> => {
  const ended = new Set((await lab.allSagas()).filter(hasEnded).map(({ sagaId }) => sagaId));
  for (const order of orders.filter((id) => !ended.has(id)))
    await lab.sagaEnd(order, Math.max(0, deadline - Date.now())).catch(() => undefined);
};
