// An audit of a running system: reads all that it keeps, and looks again while read models and marks follow.
import { historyOf } from '../checker/history.ts';
import { count } from '../checker/verdict.ts';
import type { Keep } from '../client/commit-reader.ts';
import type { Lab } from '../client/lab.ts';
import { forgottenSagas } from '../retention/forgotten-sagas.ts';
import type { Audit, Observation } from './audit.ts';
import { audit, nothingIsViolated } from './audit.ts';
import type { Rebuilding } from './facts-of.ts';
import { sharedVersionsIn } from './moment.ts';
import { patiently } from './patience.ts';
import { readSystem } from './read-system.ts';
import { scopeOf } from './scope.ts';

export interface AuditOptions {
  /** Most orders to judge, the newest; of older ones only what they did to money and stock is looked at. */
  readonly limit: number;
  /** How long to wait for sagas that are on their way, and then for read models and marks that follow (at most 10 s), ms. */
  readonly waitMs: number;
  readonly tell: (progress: string) => void;
  /** As in `factsOf`. */
  readonly rebuilding?: Rebuilding;
}

export interface SystemAudit {
  readonly observation: Observation;
  readonly audit: Audit;
}

const CATCH_UP_MS = 10_000;
const TELL_EVERY = 10_000;
/** So far the clocks of the databases may be ahead of the one here. */
const CLOCKS_APART_MS = 5_000;

/** Rejects if a service does not answer, or no longer knows its history: then nothing can be said. */
export const auditSystem = async (lab: Lab, options: AuditOptions): Promise<SystemAudit> => {
  const { limit, waitMs, tell, rebuilding } = options;
  const begin = Date.now();
  const [listed, accounts, stock] = await Promise.all([lab.allOrders(), lab.allAccounts(), lab.allStock()]);
  const forgotten = new Set((await forgottenSagas(lab)).keys());
  const scope = scopeOf({ orders: listed, accounts, stock }, { limit, begin, forgotten });
  await ended(lab, scope.newest, waitMs);
  tell(`${count(listed.length, 'order')}; judging ${scope.newest.size}, and the histories of all`);
  const histories = lab.histories(telling(scope.keep, tell));
  const commits = () => histories(Date.now() + CLOCKS_APART_MS);
  const first = historyOf(await commits());
  await commits(); // one history may have been read further than another: now the beginning of all that is in it has been, too
  const names = scope.namesIn(first);
  const before = sharedVersionsIn(first);
  const look = async (): Promise<SystemAudit> => {
    const reading = await readSystem({ ...lab, commits }, names);
    const { leftOut } = scope;
    const observation = { reading, begin: before, leftOut, forgottenOrders: forgotten.size };
    return { observation, audit: audit(observation, rebuilding) };
  };
  const isFine = (seen: SystemAudit) => nothingIsViolated(seen.audit);
  return patiently(look, { isFine, forMs: Math.min(waitMs, CATCH_UP_MS) });
};

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
