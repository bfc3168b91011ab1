// An account brought back to the balance that it had at an earlier version: decided on the present, by what the past was.
import { nothing, refuse } from '@saga-lab/platform/decider/decider';
import type { Decision } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import { changedMeanwhile, heldBySagas } from '@saga-lab/platform/decider/refusals';
import type { Held } from '@saga-lab/platform/decider/refusals';
import type { Hold, HoldRules } from '@saga-lab/platform/decider/restoration';
import { accountStream, evolveAccount, named, spentOf } from './account.ts';
import type { Account, AccountEvent, AmountEvent } from './account.ts';

/** The request of the operator `by` to have the balance of version `toVersion`; amounts in minor units. */
export type RestoreAccount = Message<
  'RestoreAccount',
  {
    readonly customerId: string;
    readonly toVersion: number;
    readonly reason: string;
    readonly by: string;
    /** The version up to which the history was read; this is decided on no other. */
    readonly seen: number;
    /** To have in the end: the balance of then, and what was given back since of what was charged then. */
    readonly balance: number;
    /** Orders of which nothing is to remain; the operator says that their sagas have ended, which nobody knows here. */
    readonly undone: readonly string[];
    /** All that were charged only since, too: then `held` is empty. Left out in messages from before it could be asked for. */
    readonly undoneSince?: boolean;
  } & StillHeld
>;

/** Charged or held since, not given back, and not to be undone; in messages from before, what is to be undone as well. */
type StillHeld = Held<Hold>;

/** Charging and holding take money; what is captured was taken already, when it was held. */
const takes = {
  AmountCharged: 1,
  AmountRefunded: -1,
  AmountHeld: 1,
  AmountCaptured: 0,
  AmountReleased: -1,
} as const satisfies Record<AmountEvent, number>;

const movesMoney = (event: AccountEvent): event is Extract<AccountEvent, { type: AmountEvent }> =>
  event.type in takes;

export const accountHolds: HoldRules<Account, AccountEvent> = {
  evolve: evolveAccount,
  holdOf: (event) => {
    if (!movesMoney(event)) return undefined;
    const { orderId, amount } = event.data;
    return { orderId, amount: takes[event.type] * amount };
  },
};

/** Of what is held, what stands in the way of a restore that takes these orders back. */
export const inTheWayOf = (
  { undone, undoneSince = false }: Pick<RestoreAccount['data'], 'undone' | 'undoneSince'>,
  held: readonly Hold[],
): readonly Hold[] => {
  const named = new Set(undone);
  return undoneSince ? [] : held.filter(({ orderId }) => !named.has(orderId));
};

export const restoreAccount = (
  account: Account | undefined,
  { data }: RestoreAccount,
): Decision<AccountEvent> => {
  const { customerId, toVersion, reason, by, balance, undone, undoneSince = false } = data;
  if (account?.version !== data.seen) return changedMeanwhile(named(customerId));
  if (mayComeBack(account, data)) return onHold(customerId, account.held);
  const held = inTheWayOf(data, data.held);
  if (held.length > 0) return heldBy({ ...data, held });
  const opening = balance + spentOf(account);
  if (!Number.isSafeInteger(opening)) return refuse('TOO_MUCH_MONEY', tooMuch(customerId, toVersion));
  if (account.opening === opening) return nothing;
  return {
    events: [
      {
        stream: accountStream(customerId),
        type: 'AccountRestored',
        data: { toVersion, opening, undone, undoneSince, reason, by },
      },
    ],
    messages: [],
  };
};

const tooMuch = (customerId: string, toVersion: number): string =>
  `with the balance of version ${toVersion} more would have been paid in by ${customerId} in all than can be counted`;

/** Orders that are undecided may yet give money back: taken back before, it would be there twice. */
const mayComeBack = (
  { held }: Account,
  { undone, undoneSince = false }: Pick<RestoreAccount['data'], 'undone' | 'undoneSince'>,
): boolean => held > 0 && (undone.length > 0 || undoneSince);

const onHold = (customerId: string, amount: number): Decision<never> =>
  refuse(
    'MONEY_ON_HOLD',
    `${amount} of ${customerId}'s money is on hold for orders that are not decided: wait for them, or decide about them, then restore again`,
  );

const heldBy = ({ customerId, toVersion, ...held }: RestoreAccount['data']): Decision<never> =>
  heldBySagas(
    `what ${customerId} had at version ${toVersion}`,
    held,
    'name those whose sagas have ended in `undone` to give back what they paid; wait for the others, or abort them, then restore again',
  );
