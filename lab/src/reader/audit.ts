// Whether all that a system keeps adds up, as it was observed while it went on working.
import type { OrderFacts } from '../checker/facts.ts';
import type { Forgotten } from '../checker/forgotten.ts';
import { forgottenBy } from '../checker/forgotten.ts';
import { judge } from '../checker/judge.ts';
import { isUnder } from '../checker/protocols.ts';
import { readable } from '../checker/readable.ts';
import type { Verdict } from '../checker/verdict.ts';
import { count } from '../checker/verdict.ts';
import type { WindowFigures } from '../figures/inconsistency-window.ts';
import { windowFigures, windowsIn } from '../figures/inconsistency-window.ts';
import type { Rebuilding } from './facts-of.ts';
import { factsOf } from './facts-of.ts';
import type { SharedVersions } from './moment.ts';
import { momentOf } from './moment.ts';
import type { Reading } from './reading.ts';

/** All that an audit rests on. */
export interface Observation {
  readonly reading: Reading;
  /** What the histories held before the lists were read. */
  readonly begin: SharedVersions;
  /** Older orders, beyond the limit: what they did to money and stock is in the history, nothing else. */
  readonly leftOut: number;
  /** Orders that the services have forgotten: the same is known of them; none unless told. */
  readonly forgottenOrders?: number;
}

export interface Audit {
  readonly verdicts: readonly Verdict[];
  /** What was judged. */
  readonly orders: number;
  readonly accounts: number;
  readonly skus: number;
  readonly leftOut: number;
  readonly forgottenOrders: number;
  readonly open: readonly OrderFacts[];
  readonly forgotten: readonly Forgotten[];
  /** Of all of these orders that sagas decide about, those that are open, too. */
  readonly window: WindowFigures;
}

/** `rebuilding` as in `factsOf`. */
export const audit = (
  { reading: read, begin, leftOut, forgottenOrders = 0 }: Observation,
  rebuilding?: Rebuilding,
): Audit => {
  const reading = readable(read);
  const { settled, open } = momentOf(reading, begin);
  const facts = factsOf(settled, reading, rebuilding);
  return {
    verdicts: judge(facts).map((verdict) => withOpen(verdict, open, facts.orders.length)),
    orders: facts.orders.length,
    accounts: facts.accounts.length,
    skus: facts.stock.length,
    leftOut,
    forgottenOrders,
    open,
    forgotten: forgottenBy(facts),
    window: windowFigures(
      windowsIn(
        reading.history,
        reading.orders.filter((one) => !isUnder(one)).map(({ id }) => id),
      ),
    ),
  };
};

export const nothingIsViolated = ({ verdicts }: Audit): boolean =>
  verdicts.every(({ state }) => state !== 'violated');

const withOpen = (verdict: Verdict, open: readonly OrderFacts[], judged: number): Verdict => {
  if (verdict.state !== 'holds' || open.length === 0) return verdict;
  if (verdict.invariant === 'I-3')
    return {
      ...verdict,
      state: 'open',
      sentence: `${count(judged, 'accepted saga')} ended; ${open.length} on the way.`,
      findings: open.map(whereItIs),
    };
  const wait = `The services agree about ${count(judged, 'order')} that ended; they may still differ about ${open.length}.`;
  return verdict.invariant === 'I-4' ? { ...verdict, state: 'open', sentence: wait } : verdict;
};

const whereItIs = ({ id, saga }: OrderFacts): string =>
  saga
    ? `saga ${id} is ${saga.status} at ${saga.step ?? 'its start'}, since ${saga.startedAt}.`
    : `order ${id} waits for its saga to start.`;
