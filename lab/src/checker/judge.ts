// The checker: facts in, verdicts out. It asks nobody, and calculates everything itself.
import { acceptedOnce } from './accepted.ts';
import { everySagaEnds, servicesAgree } from './agreement.ts';
import { moneyIsConserved, stockIsConserved } from './conservation.ts';
import { endsAreFinal, undoneInReverse } from './course.ts';
import { decidedTheSame } from './decided-again.ts';
import type { Facts } from './facts.ts';
import { everyMessageArrived, everythingHasACause } from './messages.ts';
import { apartFrom } from './outside-promise.ts';
import { atMostOneEffect, noEffectAfterCompensation } from './once.ts';
import { allYesIsCommitted, commitAfterEveryYes, isUnder } from './protocols.ts';
import { readable } from './readable.ts';
import { streamsAreWhole } from './streams.ts';
import { timeRunsForward } from './time.ts';
import { nobodyUndecided } from './undecided.ts';
import type { Verdict } from './verdict.ts';

export const judge = (given: Facts): readonly Verdict[] => {
  const facts = readable(given);
  const { outsidePromise = [] } = facts.tampering;
  const outside = facts.orders.filter(isUnder).filter(({ id }) => outsidePromise.includes(id));
  return [
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
    ...(facts.orders.some(isUnder) ? underOtherProtocols(facts) : []),
    decidedTheSame(facts),
    timeRunsForward(facts),
  ].map(apartFrom(outside));
};

const underOtherProtocols = (facts: Facts): readonly Verdict[] => [
  commitAfterEveryYes(facts),
  nobodyUndecided(facts),
  allYesIsCommitted(facts),
];
