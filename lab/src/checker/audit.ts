// I-1 to I-12 over all that a running system keeps, while it goes on working.
import type { Keep } from '../client/commit-reader.ts';
import type { Lab } from '../client/lab.ts';
import { judge } from './check.ts';
import type { OrderFacts } from './facts.ts';
import { gather } from './facts.ts';
import type { Forgotten } from './forgotten.ts';
import { forgottenBy } from './forgotten.ts';
import { historyOf } from './history.ts';
import { momentOf } from './moment.ts';
import { patiently } from './patience.ts';
import { rebuiltFrom } from './rebuilt.ts';
import type { Rebuild } from './rebuilt.ts';
import { scopeOf } from './scope.ts';
import type { Verdict } from './verdict.ts';
import { count } from './verdict.ts';

export interface AuditOptions {
  /** Most orders to judge, the newest; of older ones only what they did to money and stock is looked at. */
  readonly limit: number;
  /** How long to wait for sagas that are on their way, and then for read models and marks that follow (at most 10 s), ms. */
  readonly waitMs: number;
  readonly tell: (progress: string) => void;
  /** How read models are made anew; for tests with histories that no service wrote. */
  readonly rebuild?: Rebuild;
}

export interface Audit {
  readonly verdicts: readonly Verdict[];
  /** What was judged. */
  readonly orders: number;
  readonly accounts: number;
  readonly skus: number;
  /** Older orders, beyond the limit. */
  readonly leftOut: number;
  readonly open: readonly OrderFacts[];
  readonly forgotten: readonly Forgotten[];
}

const CATCH_UP_MS = 10_000;
const TELL_EVERY = 10_000;
/** So far the clocks of the databases may be ahead of the one here. */
const CLOCKS_APART_MS = 5_000;

/** Rejects if a service does not answer, or no longer knows its history: then nothing can be said. */
export const audit = async (lab: Lab, options: AuditOptions): Promise<Audit> => {
  const { limit, waitMs, tell, rebuild = rebuiltFrom } = options;
  const begin = Date.now();
  const [listed, accounts, stock] = await Promise.all([lab.allOrders(), lab.allAccounts(), lab.allStock()]);
  const scope = scopeOf({ orders: listed, accounts, stock }, { limit, begin });
  await ended(lab, scope.newest, waitMs);
  tell(`${count(listed.length, 'order')}; judging ${scope.newest.size}, and the histories of all`);
  const histories = lab.histories(telling(scope.keep, tell));
  const read = () => histories(Date.now() + CLOCKS_APART_MS);
  const first = historyOf(await read());
  await read(); // one history may have been read further than another: now the beginning of all that is in it has been, too
  const names = scope.namesIn(first);
  const look = async (): Promise<Audit> => {
    const everything = await gather({ ...lab, commits: read }, names, rebuild);
    const { facts, open } = momentOf(everything, { begin: first, names, rebuild });
    return {
      verdicts: judge(facts).map((verdict) => withOpen(verdict, open, facts.orders.length)),
      orders: facts.orders.length,
      accounts: facts.accounts.length,
      skus: facts.stock.length,
      leftOut: scope.leftOut,
      open,
      forgotten: forgottenBy(facts),
    };
  };
  return patiently(look, { isFine: nothingIsViolated, forMs: Math.min(waitMs, CATCH_UP_MS) });
};

export const nothingIsViolated = ({ verdicts }: Audit): boolean =>
  verdicts.every(({ state }) => state !== 'violated');

/** One that is PARKED waits for a person, and is not waited for. */
const ended = async (lab: Lab, ids: ReadonlySet<string>, waitMs: number): Promise<void> => {
  const underway = async (): Promise<number> => {
    const [open, pending] = await Promise.all([lab.openSagas(), lab.pendingOrders()]);
    const parked = new Set(open.filter(({ status }) => status === 'PARKED').map(({ sagaId }) => sagaId));
    const all = [...open.map(({ sagaId }) => sagaId), ...pending];
    return all.filter((id) => ids.has(id) && !parked.has(id)).length;
  };
  await patiently(underway, { isFine: (many) => many === 0, forMs: waitMs });
};

const telling = (keep: Keep, tell: (progress: string) => void): Keep => {
  let read = 0;
  return (commit) => {
    read += 1;
    if (read % TELL_EVERY === 0) tell(`${read.toLocaleString('en')} commits read`);
    return keep(commit);
  };
};

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
