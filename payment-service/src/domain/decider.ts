// Everything that the payment service decides, behind the barrier.
import type { ChargePayment, RefundPayment } from '@saga-lab/contracts/payment';
import { locksOf } from '@saga-lab/protocols/locks/locks';
import type { Locks } from '@saga-lab/protocols/locks/locks';
import { barrier } from '@saga-lab/platform/decider/barrier';
import type { Participant } from '@saga-lab/platform/decider/barrier';
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import { accountStream, evolveAccount, putAccount } from './account.ts';
import type { Account, AccountEvent, PutAccount } from './account.ts';
import { correctAccount } from './correct.ts';
import type { CorrectAccount } from './correct.ts';
import { chargePayment, evolvePayment, lockedByAnother, paymentStream, refundPayment } from './payment.ts';
import type { Payment, PaymentEvent } from './payment.ts';
import { restoreAccount } from './restore.ts';
import type { RestoreAccount } from './restore.ts';

export type State = Account | Payment;
type ByOperator = PutAccount | RestoreAccount | CorrectAccount;
type Incoming = ChargePayment | RefundPayment | ByOperator;

const home = ({ data: { orderId } }: Exclude<Incoming, ByOperator>): string => paymentStream(orderId);

const isByOperator = (message: Incoming): message is ByOperator => !('orderId' in message.data);

/** The reply to a compensation that finds nothing to undo. */
const confirmedBy = { RefundPayment: 'PaymentRefunded' } as const;

export const asAccount = (state: State | undefined): Account | undefined =>
  state?.status === 'OPEN' ? state : undefined;

export const asPayment = (state: State | undefined): Payment | undefined =>
  state?.status === 'OPEN' ? undefined : state;

const participant = (locks: Locks): Participant<State, Incoming, AccountEvent | PaymentEvent> => ({
  streams: (message) => {
    const { customerId } = message.data;
    const account = accountStream(customerId);
    return isByOperator(message) ? [account] : [home(message), account, ...locks.streams([customerId])];
  },

  decide: (states, message) => {
    const account = asAccount(states[accountStream(message.data.customerId)]);
    switch (message.type) {
      case 'PutAccount':
        return putAccount(account, message);
      case 'RestoreAccount':
        return restoreAccount(account, message);
      case 'CorrectAccount':
        return correctAccount(account, message);
      case 'ChargePayment': {
        const { orderId, customerId } = message.data;
        return locks.isFree(states, { orderId, things: [customerId] })
          ? chargePayment(asPayment(states[home(message)]), account, message)
          : lockedByAnother(message);
      }
      case 'RefundPayment':
        return refundPayment(asPayment(states[home(message)]), message);
      default:
        return unexpected(message);
    }
  },

  evolve: (state, event) => {
    switch (event.type) {
      case 'AccountOpened':
      case 'AccountAdjusted':
      case 'AccountRestored':
      case 'AccountCorrected':
      case 'AmountCharged':
      case 'AmountRefunded':
      case 'AmountHeld':
      case 'AmountCaptured':
      case 'AmountReleased':
        return evolveAccount(asAccount(state), event);
      case 'PaymentCharged':
      case 'PaymentDeclined':
      case 'PaymentRefunded':
      case 'PaymentHeld':
      case 'PaymentReleased':
        return evolvePayment(asPayment(state), event);
      default:
        return unexpected(event);
    }
  },

  wants: () => false,
  home,
  nothingToUndo: ({ type, data: { orderId } }) => ({ type: confirmedBy[type], data: { orderId } }),
});

/** `locks`: whether orders take beside each other, or one after the other; what a saga charges is taken at once, and locks nothing. */
export const deciderWith = (locks: Locks) => barrier(participant(locks));

export const decider = deciderWith(locksOf('escrow'));
