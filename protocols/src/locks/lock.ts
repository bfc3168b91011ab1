// One thing that orders take from, a stock or an account, and who may do so as long as its order is undecided: the state of a
// stream of its own beside that thing.
import type { Guarded } from '@saga-lab/platform/decider/barrier';
import type { NewEvent, States } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { unexpected } from '@saga-lab/platform/decider/unexpected';

/** An order that owns or awaits a lock. `placedAt`: milliseconds since the epoch, where anybody knows. */
export interface Claimant {
  readonly orderId: string;
  readonly placedAt?: number | undefined;
}

/** With the message that is to be decided once it owns the lock. */
export interface Waiter extends Claimant {
  readonly message: Awaiting;
}

/** All of a message that is needed to decide it later: who said it, too, since not everybody may. */
export type Awaiting = Pick<
  Message,
  'type' | 'source' | 'data' | 'sagaId' | 'step' | 'operation' | 'attempt'
>;

/** `isUsed`: it has taken something. Whoever inherits has not yet: what it wants is decided next. */
export interface Owner extends Claimant {
  readonly isUsed: boolean;
}

export interface Lock {
  readonly owner?: Owner | undefined;
  /** The first one first. */
  readonly waiting: readonly Waiter[];
}

export type LockEvent =
  /** It holds something here from now on. */
  | NewEvent<'Locked', Claimant>
  | NewEvent<'LockAwaited', Waiter>
  /** It is its own from now on, and its message is decided next. */
  | NewEvent<'LockInherited', Waiter>
  | NewEvent<'Unlocked', { readonly orderId: string }>;

export const CATEGORY = 'lock';
/** `thing`: the SKU or the customer. */
export const lockStream = (thing: string): string => streamOf(CATEGORY, thing);

const evolve = ({ owner, waiting }: Lock, { type, data }: LockEvent): Lock => {
  const others = waiting.filter(({ orderId }) => orderId !== data.orderId);
  switch (type) {
    case 'Locked':
    case 'LockInherited':
      return { owner: { ...claimantOf(data), isUsed: type === 'Locked' }, waiting: others };
    case 'LockAwaited':
      return { owner, waiting: placed(waiting, data) };
    case 'Unlocked':
      return { waiting };
    default:
      return unexpected(type);
  }
};

const claimantOf = ({ orderId, placedAt }: Claimant): Claimant => ({
  orderId,
  ...(placedAt !== undefined && { placedAt }),
});

/** Whoever waits already keeps its place. */
const placed = (waiting: readonly Waiter[], one: Waiter): readonly Waiter[] =>
  waiting.some(({ orderId }) => orderId === one.orderId)
    ? waiting.map((other) => (other.orderId === one.orderId ? one : other))
    : [...waiting, one];

/** In the form of all streams behind the barrier, since the saga's own decider reads it there. */
export const foldLock = (guarded: Guarded<Lock> | undefined, event: LockEvent): Guarded<Lock> => ({
  state: evolve(guarded?.state ?? nobody, event),
  answered: {},
});

const nobody: Lock = { waiting: [] };

/** As the barrier keeps it, or as it hands it on. */
export const lockIn = (states: States<unknown>, thing: string): Lock => {
  const found = states[lockStream(thing)] as Guarded<Lock> | Lock | undefined;
  if (found === undefined) return nobody;
  return 'answered' in found ? (found.state ?? nobody) : found;
};
