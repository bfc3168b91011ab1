// Does what the schedule says, each fault at its time, and keeps what came of it.
import { setTimeout as sleep } from 'node:timers/promises';
import { claimsOf } from './kinds.ts';
import type { Injection } from './schedule.ts';
import type { Fault } from './inject/stage.ts';

/** A fault as it was: times in milliseconds, from the begin of the load. */
export interface Performed extends Injection {
  readonly begunAt: number;
  /** When healing it was over. */
  readonly healedAt: number;
  /** How often it met anything; 0: nothing came of it. */
  readonly met: number;
  /** Why it could not be brought about, or not be healed by itself. */
  readonly error?: string;
}

interface Conducting {
  readonly begin: (injection: Injection) => Promise<Fault>;
  /** Milliseconds since the begin of the load. */
  readonly now: () => number;
  /** Called as a fault begins, and again when it is healed. */
  readonly tell: (what: 'begun' | 'healed', injection: Injection) => void;
  readonly signal: AbortSignal;
}

/** Resolves with all of them, in the order of the schedule, once each is healed; those after `signal` are left out. */
export const conduct = async (
  injections: readonly Injection[],
  conducting: Conducting,
): Promise<readonly Performed[]> => {
  const last = new Map<string, Promise<unknown>>();
  const all = injections.map((injection) => {
    const claims = claimsOf(injection.kind, injection.target);
    const before = Promise.all(claims.map((claim) => last.get(claim) ?? Promise.resolve()));
    const done = oneAfter(before, injection, conducting);
    for (const claim of claims) last.set(claim, done);
    return done;
  });
  return (await Promise.all(all)).flatMap((performed) => performed ?? []);
};

/** Healing may take longer than planned: then the next fault of the same target begins late. */
const oneAfter = async (
  before: Promise<unknown>,
  injection: Injection,
  conducting: Conducting,
): Promise<Performed | undefined> => {
  await until(injection.at, conducting);
  await before;
  if (conducting.signal.aborted) return undefined;
  return perform(injection, conducting);
};

const perform = async (injection: Injection, conducting: Conducting): Promise<Performed> => {
  const { begin, now, tell } = conducting;
  const begunAt = now();
  tell('begun', injection);
  const outcome = await met(() => begin(injection), injection.forMs, conducting).catch((error: unknown) => ({
    met: 0,
    error: String(error),
  }));
  tell('healed', injection);
  return { ...injection, begunAt, healedAt: now(), ...outcome };
};

const met = async (
  begin: () => Promise<Fault>,
  forMs: number,
  conducting: Conducting,
): Promise<{ readonly met: number }> => {
  const fault = await begin();
  await until(conducting.now() + forMs, conducting);
  return { met: await fault.heal() };
};

/** Or until all is broken off. */
const until = (at: number, { now, signal }: Conducting): Promise<void> =>
  sleep(Math.max(0, at - now()), undefined, { signal }).catch(() => undefined);
