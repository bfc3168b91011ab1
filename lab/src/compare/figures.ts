// The figures of one cell, from nothing but the histories and what is known of who was away.
import type { ServiceName } from '@saga-lab/contracts/services';
import { participantNames } from '@saga-lab/protocols/parties';
import type { Party } from '@saga-lab/protocols/parties';
import { historyOf } from '../checker/history.ts';
import type { History } from '../checker/history.ts';
import { heldFor, holdsOf } from '../figures/holds.ts';
import type { Hold } from '../figures/holds.ts';
import { costOfOrder, forcedCommits } from '../figures/order-cost.ts';
import { outcomeOf } from '../figures/order-outcome.ts';
import { percentilesOf } from '../figures/percentiles.ts';
import type { Percentiles } from '../figures/percentiles.ts';
import type { Outcome } from '../figures/order-outcome.ts';
import { dirtyReads, turnedAway } from '../figures/undone.ts';
import type { Column } from './columns.ts';
import { isMissing } from './run.ts';
import type { Absence, Run, Sight } from './run.ts';

/** Milliseconds: so long half of the orders take at most, and 95 of 100. */
export type Spread = Pick<Percentiles, 'p50' | 'p95'>;

/** Of several orders: the mean of each. Where somebody stays dead: as it is before that one returns. */
export interface Figures {
  readonly messages: number;
  /** Messages one after the other; `undefined`: it has not come to that. */
  readonly delaysUntilKnown: number | undefined;
  readonly delaysUntilDone: number;
  readonly commits: number;
  readonly forced: number;
  /** From the commit with which an order is placed; `undefined`: for some it has not come to that. */
  readonly knownMs: Spread | undefined;
  readonly doneMs: Spread | undefined;
  /** Milliseconds for which something was held, at each participant. */
  readonly heldMs: Readonly<Record<Party, number>>;
  /** Milliseconds for which those who were there held something and nobody could decide; of all of them together. */
  readonly blockedMs: number;
  /** From the first change to the last one that others see, milliseconds. */
  readonly windowMs: number;
  /** Timers that went off and changed something. */
  readonly timers: number;
  readonly turnedAway: number;
  readonly dirtyReads: number;
}

export interface Seen {
  /** One for each order. */
  readonly outcomes: readonly Outcome[];
  readonly waiting: readonly Party[];
  readonly afterReturn?: Outcome;
  readonly second?: Outcome;
  readonly figures: Figures;
}

export const seenIn = (run: Run, column: Column): Seen => {
  const { atEnd, beforeReturn, absence, orders, second } = run;
  const [first = ''] = orders;
  const sight = beforeReturn ?? atEnd;
  const before = historyOf(sight.commits);
  const ended = historyOf(atEnd.commits);
  const { protocol } = column;
  const absent = beforeReturn && absence ? absence.who : undefined;
  return {
    outcomes: orders.map((orderId) => outcomeOf(before, { orderId, protocol, absent })),
    waiting: absence ? waitingFor(absence, holdsOf(before, first), sight.at) : [],
    ...(beforeReturn && { afterReturn: outcomeOf(ended, { orderId: first, protocol }) }),
    ...(second !== undefined && { second: outcomeOf(ended, { orderId: second, protocol }) }),
    figures: figuresOf({ run, sight, history: before }, column),
  };
};

interface Looked {
  readonly run: Run;
  readonly sight: Sight;
  readonly history: History;
}

const figuresOf = ({ run, sight, history }: Looked, { parties, promise }: Column): Figures => {
  const { orders, second, absence } = run;
  const { commits, at } = sight;
  const costs = orders.map((order) => costOfOrder(commits, order, parties));
  const forced = orders.map((order) => forcedCommits(commits, order, { parties, forced: promise.forced }));
  const holds = orders.map((order) => holdsOf(history, order));
  const heldAt = (party: Party) =>
    mean(holds.map((each) => sum(each.filter((hold) => hold.at === party).map((hold) => heldFor(hold, at)))));
  const known = mean(costs.map(({ delaysUntilKnown }) => delaysUntilKnown));
  return {
    messages: mean(costs.map(({ messages }) => messages)),
    delaysUntilKnown: Number.isNaN(known) ? undefined : known,
    delaysUntilDone: mean(costs.map(({ delaysUntilDone }) => delaysUntilDone)),
    commits: mean(costs.map((cost) => cost.commits)),
    forced: mean(forced),
    knownMs: spreadOf(orders.map((order) => msOf(history, order, parties).known)),
    doneMs: spreadOf(orders.map((order) => msOf(history, order, parties).done)),
    heldMs: Object.fromEntries(participantNames.map((party) => [party, heldAt(party)])) as Figures['heldMs'],
    blockedMs: absence ? mean(holds.map((each) => blockedIn(absence, each, at))) : 0,
    windowMs: mean(orders.map((order) => windowOf(history, order))),
    timers: mean(orders.map((order) => timersOf(history, order))),
    turnedAway: turnedAway(history, [...orders, ...(second === undefined ? [] : [second])]),
    dirtyReads: dirtyReads(history),
  };
};

/** Who is there, and holds something until the absence is over. */
const waitingFor = (absence: Absence, holds: readonly Hold[], now: number): readonly Party[] => {
  const over = absence.to ?? now;
  const waiting = holds.filter(({ from, end }) => from <= over && (end === undefined || end.at >= over));
  return participantNames.filter(
    (name) => !isMissing(absence, name) && waiting.some(({ at }) => at === name),
  );
};

const blockedIn = (absence: Absence, holds: readonly Hold[], now: number): number => {
  const waiting: readonly ServiceName[] = waitingFor(absence, holds, now);
  const over = absence.to ?? now;
  return sum(
    holds.filter(({ at }) => waiting.includes(at)).map(({ from }) => over - Math.max(from, absence.from)),
  );
};

/** A timer is a message to oneself, with the id that it was put down under. */
const timersOf = (history: History, orderId: string): number => {
  const recorded = history.ofSaga(orderId);
  const armed = new Set(
    recorded.flatMap(({ commit }) =>
      commit.outbox.filter(({ notBefore }) => notBefore !== undefined).map(({ id }) => id),
    ),
  );
  return recorded.filter(({ commit }) => armed.has(commit._id)).length;
};

/** From the first to the last change that the order made to what others see. */
const windowOf = (history: History, orderId: string): number => {
  const times = history
    .ofSaga(orderId)
    .filter(({ commit }) => commit.events.some(({ stream }) => isOfDomain(stream)))
    .map(({ commit }) => commit.at);
  return times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
};

/** What nobody was told of, timers, does not count. */
const msOf = (history: History, orderId: string, parties: readonly ServiceName[]) => {
  const recorded = history.ofSaga(orderId).filter(({ service }) => parties.includes(service));
  const placed = Math.min(...recorded.map(({ commit }) => commit.at));
  const known = recorded.find(({ commit }) =>
    commit.events.some(({ type }) => type === 'OrderApproved' || type === 'OrderRejected'),
  );
  const heard = recorded.filter(({ service, commit }) => commit.input.source !== `/${service}`);
  return {
    known: known && known.commit.at - placed,
    done: known && Math.max(...[known, ...heard].map(({ commit }) => commit.at)) - placed,
  };
};

const spreadOf = (times: readonly (number | undefined)[]): Spread | undefined => {
  const known = times.filter((time) => time !== undefined);
  const spread = known.length < times.length ? undefined : percentilesOf(known);
  return spread && { p50: spread.p50, p95: spread.p95 };
};

const DOMAIN = /^(order|payment|reservation|stock|account)-/;
const isOfDomain = (stream: string): boolean => DOMAIN.test(stream);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const mean = (numbers: readonly number[]): number => Math.round((10 * sum(numbers)) / numbers.length) / 10;
