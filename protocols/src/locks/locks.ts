// Locks around what a service holds for orders: the same for all protocols and for the saga, whatever the thing is.
import type { Decision, NewEvent, States } from '@saga-lab/platform/decider/decider';
import type { Resource } from '@saga-lab/platform/decider/resource';
import type { Terms, Wanted } from '../terms.ts';
import { HasToWait } from './has-to-wait.ts';
import { lockStream } from './lock.ts';
import type { LockEvent } from './lock.ts';
import { find, locked, unlocked } from './policy.ts';
import type { LockRequest, Policy } from './policy.ts';

export interface Locks {
  readonly policy: Policy;
  readonly streams: (things: readonly string[]) => readonly string[];
  /** False: it is refused. @throws HasToWait */
  readonly isFree: (states: States<unknown>, request: LockRequest) => boolean;
  readonly taken: (request: LockRequest) => readonly LockEvent[];
  readonly givenBack: (
    states: States<unknown>,
    request: Pick<LockRequest, 'things' | 'orderId'>,
  ) => readonly LockEvent[];
}

export const LOCKED = 'LOCKED';

export const locksOf = (policy: Policy): Locks => ({
  policy,
  streams: (things) => (policy === 'escrow' ? [] : things.map(lockStream)),
  isFree: (states, request) => {
    const found = find(policy, states, request);
    if (found.is === 'waiting') throw new HasToWait(found.thing, request);
    return found.is === 'free';
  },
  taken: (request) => locked(policy, request),
  givenBack: (states, request) => unlocked(policy, states, request),
});

/** What is decided, and what becomes of locks with it. */
export const andLocks = <D extends Decision>(decision: D, events: readonly LockEvent[]): D => ({
  ...decision,
  events: [...decision.events, ...events],
});

/** What an order takes from: SKUs, or a customer. */
type ThingsOf = (wanted: Wanted) => readonly string[];

/** The same resource for one order at a time. A quote waits, too, if another order holds what is wanted. */
export const lockedResource = <S, E extends NewEvent>(
  resource: Resource<S, E, Wanted, Terms>,
  locks: Locks,
  thingsOf: ThingsOf,
): Resource<S, E | LockEvent, Wanted, Terms> => {
  if (locks.policy === 'escrow') return resource;
  const requestOf = (wanted: Wanted): LockRequest => ({
    orderId: wanted.orderId,
    placedAt: wanted.placedAt,
    things: thingsOf(wanted),
  });
  return {
    ...resource,
    streams: (wanted) => [...resource.streams(wanted), ...locks.streams(thingsOf(wanted))],
    quote: (states, wanted) => {
      const quoted = resource.quote(states, wanted);
      return quoted.ok || locks.isFree(states, requestOf(wanted)) ? quoted : { ok: false, reason: LOCKED };
    },
    hold: (states, terms) => {
      const request = requestOf(terms);
      if (!locks.isFree(states, request)) return { ok: false, reason: LOCKED };
      const held = resource.hold(states, terms);
      return held.ok ? { ok: true, events: [...held.events, ...locks.taken(request)] } : held;
    },
    confirm: (states, terms) => [
      ...resource.confirm(states, terms),
      ...locks.givenBack(states, requestOf(terms)),
    ],
    release: (states, given) => [
      ...resource.release(states, given),
      ...locks.givenBack(states, requestOf(given.wanted)),
    ],
  };
};
