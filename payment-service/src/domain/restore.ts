// An account brought back to the balance that it had at an earlier version: decided on the present, by what the past was.
import { nothing, refuse } from '@saga-lab/platform/decider/decider';
import type { Decision } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import type { HoldRules } from '@saga-lab/platform/decider/restoration';
import { accountStream, evolveAccount } from './account.ts';
import type { Account, AccountEvent } from './account.ts';

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
    /** Charged since or to be undone, and not given back. */
    readonly held: readonly { readonly orderId: string; readonly amount: number }[];
    /** Orders of which nothing is to remain; the operator says that their sagas have ended, which nobody knows here. */
    readonly undone: readonly string[];
    /** All that were charged only since, too: then `held` is empty. Left out in messages from before it could be asked for. */
    readonly undoneSince?: boolean;
  }
>;

export const accountHolds: HoldRules<Account, AccountEvent> = {
  evolve: evolveAccount,
  holdOf: (event) => {
    if (event.type !== 'AmountCharged' && event.type !== 'AmountRefunded') return undefined;
    const { orderId, amount } = event.data;
    return { orderId, amount: event.type === 'AmountCharged' ? amount : -amount };
  },
};

export const restoreAccount = (
  account: Account | undefined,
  { data }: RestoreAccount,
): Decision<AccountEvent> => {
  const { customerId, toVersion, reason, by, balance, undone, undoneSince = false } = data;
  if (account?.version !== data.seen) return refuse('CHANGED_MEANWHILE', changed(customerId));
  const running = data.held.filter(({ orderId }) => !undone.includes(orderId));
  if (running.length > 0) return refuse('HELD_BY_SAGAS', inTheWay(data, running));
  const opening = balance + account.charged - account.refunded;
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

type Held = RestoreAccount['data']['held'];

export const changed = (customerId: string): string =>
  `the account of ${customerId} changed just now: send the request again`;

const tooMuch = (customerId: string, toVersion: number): string =>
  `with the balance of version ${toVersion} more would have been paid in by ${customerId} in all than can be counted`;

const inTheWay = ({ customerId, toVersion }: RestoreAccount['data'], running: Held): string => {
  const orders = running.map(({ orderId, amount }) => `order ${orderId} holds ${amount}`).join(', ');
  return `Of what ${customerId} had at version ${toVersion}, ${orders}: name those whose sagas have ended in \`undone\` to give back what they paid; wait for the others, or abort them, then restore again`;
};
