// What a protocol promises while somebody who has died does not return, given how far the order had come by then.
import { orchestrator } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { protocols } from '@saga-lab/protocols/index';
import type { FaultOutcome, FaultUnder, Moment, ProtocolPromise } from '@saga-lab/protocols/promise';
import { byCause } from '../../checker/cause.ts';
import type { History, Recorded } from '../../checker/history.ts';
import { reaches } from '../../compare/points.ts';

export interface Away {
  readonly protocol: string;
  readonly victim: ServiceName;
  readonly orderId: string;
  /** Up to its return. */
  readonly history: History;
}

export interface Promised {
  /** One of them, for those who are there. */
  readonly outcomes: readonly FaultOutcome[];
  readonly afterReturn: FaultOutcome;
}

/** Who ends an order where nobody coordinates. */
const ALONE = 'order-service';

export const promisedWhileAway = (away: Away): Promised => {
  const { protocol, victim } = away;
  const known = protocols.find(({ name }) => name === protocol);
  if (!known) throw new Error(`there is no protocol ${protocol}`);
  const { promise, coordinator } = known;
  const decider = coordinator ? orchestrator.name : ALONE;
  if (victim !== decider) return withoutOne(promise, away);
  return coordinator ? withoutCoordinator(promise, away) : withoutTheOneWhoDecides(promise, away);
};

const exactly = ({ outcome, afterReturn = outcome }: FaultUnder): Promised => ({
  outcomes: [outcome],
  afterReturn,
});

/** Its yes was heard, so that the others go on without it; or they give up. Whoever only listens is not missed. */
const withoutOne = ({ faults, moments }: ProtocolPromise, away: Away): Promised => {
  if (away.victim === orchestrator.name) return exactly(faults.A);
  if (!isKnown(away)) return { outcomes: ['rejected'], afterReturn: 'either' };
  return exactly(isHeard(away, ({ commit }) => hasOne(commit, moments.lastVote)) ? faults.D : faults.C);
};

/** At the moments that its promise names; else the others end it, or they wait if that is what they promise at such a moment. */
const withoutCoordinator = (promise: ProtocolPromise, away: Away): Promised => {
  const { faults, moments } = promise;
  const orEnds = (end: FaultOutcome): Promised => ({
    outcomes: [...new Set([end, ...(faults.A.outcome === 'blocked' ? (['blocked'] as const) : [])])],
    afterReturn: 'either',
  });
  const known = [moments.counted, moments.decision];
  if (isHeard(away, ({ commit }) => known.some((moment) => isMomentOf(commit, moment))))
    return orEnds('approved');
  if (isReached(away, 'decision', promise)) return exactly(faults.B);
  return isReached(away, 'last vote', promise) ? exactly(faults.A) : orEnds('rejected');
};

/** Whoever holds something then waits for it, as on the other side of a network that is split. */
const withoutTheOneWhoDecides = ({ faults, moments }: ProtocolPromise, away: Away): Promised => {
  if (isHeard(away, ({ commit }) => isMomentOf(commit, moments.decision)))
    return { outcomes: ['approved'], afterReturn: 'approved' };
  const others = faults.E.waiting.filter((name) => name !== away.victim);
  return {
    outcomes: ['rejected', ...(others.length > 0 ? (['blocked'] as const) : [])],
    afterReturn: 'either',
  };
};

const isReached = (
  { history, orderId }: Away,
  point: 'decision' | 'last vote',
  { moments }: ProtocolPromise,
): boolean => history.ofSaga(orderId).toSorted(byCause).some(reaches(point, moments));

/** What nobody has heard of has not begun, and begins with the return. */
const isKnown = ({ history, victim, orderId }: Away): boolean =>
  history.ofSaga(orderId).some(({ service }) => service !== victim);

type IsOne = (recorded: Recorded) => boolean;

/** Somebody else has made durable what followed from it. */
const isHeard = ({ history, victim, orderId }: Away, isOne: IsOne): boolean => {
  const recorded = history.ofSaga(orderId);
  const said = new Set(
    recorded.filter((one) => one.service === victim && isOne(one)).map(({ commit }) => commit._id),
  );
  return recorded.some(({ service, commit }) => service !== victim && said.has(commit.causationId));
};

const hasOne = ({ events }: Recorded['commit'], types: readonly string[]): boolean =>
  events.some(({ type }) => types.includes(type));

const isMomentOf = (commit: Recorded['commit'], { type }: Moment): boolean => hasOne(commit, [type]);
