// Who takes from a stock or an account beside whom: by counts alone, or one order after the other.
// Sources: P. O'Neil, The Escrow Transactional Method, TODS 11(4), 1986 (counts); D. Rosenkrantz, R. Stearns, P. Lewis, System Level
// Concurrency Control for Distributed Database Systems, TODS 3(2), 1978 (wait-die).
import type { States } from '@saga-lab/platform/decider/decider';
import { lockIn, lockStream } from './lock.ts';
import type { Claimant, Lock, LockEvent, Waiter } from './lock.ts';

/**
 * `escrow`: what is held is counted, and whoever finds enough takes it. `reject`: one order at a time, others are refused. `wait`: others
 * wait. `wait-die`: whoever was placed before the owner waits, others are refused, so that nobody waits in a circle.
 */
export const policies = ['escrow', 'reject', 'wait', 'wait-die'] as const;
export type Policy = (typeof policies)[number];

/** As settings and commits have it. */
export const numberOf = (policy: Policy): number => policies.indexOf(policy);

/** @throws Error for a number that is none's. */
export const policyOf = (number: number): Policy => {
  const policy = policies[number];
  if (policy === undefined) throw new Error(`no policy of locks has the number ${number}`);
  return policy;
};

export const MOST_WAITING = 100;

/** An order that wants to take from these things. */
export interface LockRequest extends Claimant {
  readonly things: readonly string[];
}

export type Found =
  | { readonly is: 'free' }
  | { readonly is: 'refused' }
  /** For the first thing that is not free. */
  | { readonly is: 'waiting'; readonly thing: string };

/** Whether the order may take now. */
export const find = (policy: Policy, states: States<unknown>, request: LockRequest): Found => {
  if (policy === 'escrow') return { is: 'free' };
  const thing = request.things.find((one) => isTaken(lockIn(states, one), request));
  if (thing === undefined) return { is: 'free' };
  return mayWait(policy, lockIn(states, thing), request) ? { is: 'waiting', thing } : { is: 'refused' };
};

const isTaken = ({ owner }: Lock, { orderId }: Claimant): boolean =>
  owner !== undefined && owner.orderId !== orderId;

const mayWait = (policy: Policy, { owner, waiting }: Lock, claimant: Claimant): boolean => {
  if (policy === 'reject') return false;
  const isKnown = waiting.some(({ orderId }) => orderId === claimant.orderId);
  if (!isKnown && waiting.length >= MOST_WAITING) return false;
  return policy === 'wait' || (owner !== undefined && isOlder(claimant, owner));
};

/** Whoever does not say when it was placed is the youngest. */
const isOlder = (one: Claimant, other: Claimant): boolean => {
  if (one.placedAt === undefined) return false;
  const than = other.placedAt ?? Infinity;
  return one.placedAt < than || (one.placedAt === than && one.orderId < other.orderId);
};

/** What is written where an order takes. */
export const locked = (policy: Policy, { things, orderId, placedAt }: LockRequest): readonly LockEvent[] =>
  policy === 'escrow'
    ? []
    : things.map((thing) => ({
        stream: lockStream(thing),
        type: 'Locked',
        data: { orderId, ...(placedAt !== undefined && { placedAt }) },
      }));

/** What is written where it no longer holds anything: the next one inherits the lock at once, so that nobody gets in between. */
export const unlocked = (
  policy: Policy,
  states: States<unknown>,
  { things, orderId }: Pick<LockRequest, 'things' | 'orderId'>,
): readonly LockEvent[] =>
  policy === 'escrow'
    ? []
    : things
        .filter((thing) => lockIn(states, thing).owner?.orderId === orderId)
        .flatMap((thing) => passedOn(policy, lockIn(states, thing), { thing, orderId }));

const passedOn = (
  policy: Policy,
  { waiting }: Lock,
  { thing, orderId }: { readonly thing: string; readonly orderId: string },
): readonly LockEvent[] => {
  const stream = lockStream(thing);
  const next = heir(policy, waiting);
  return [
    { stream, type: 'Unlocked', data: { orderId } },
    ...(next ? [{ stream, type: 'LockInherited', data: next } as const] : []),
  ];
};

/** Under `wait-die` the youngest, so that all who go on waiting are older than the new owner. */
const heir = (policy: Policy, waiting: readonly Waiter[]): Waiter | undefined =>
  policy === 'wait-die'
    ? waiting.reduce<Waiter | undefined>(
        (youngest, one) => (youngest && isOlder(youngest, one) ? one : (youngest ?? one)),
        undefined,
      )
    : waiting[0];
