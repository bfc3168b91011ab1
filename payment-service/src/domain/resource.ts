// The money of accounts as something that any commit protocol can hold: the same counts that the saga charges from.
import { CURRENCY } from '@saga-lab/contracts/primitives';
import type { States } from '@saga-lab/platform/decider/decider';
import type { Resource } from '@saga-lab/platform/decider/resource';
import type { Terms, Wanted } from '@saga-lab/protocols/terms';
import { accountStream } from './account.ts';
import type { AccountEvent, AmountEvent } from './account.ts';
import { asAccount, asPayment } from './decider.ts';
import type { State } from './decider.ts';
import { charged, heldOf, paymentStream } from './payment.ts';
import type { Payment, PaymentEvent } from './payment.ts';

const paymentOf = (states: States<State>, orderId: string): Payment | undefined =>
  asPayment(states[paymentStream(orderId)]);

/** Only the inventory knows prices, so money has no quote. */
export const money: Resource<State, PaymentEvent | AccountEvent, Wanted, Terms> = {
  home: paymentStream,

  streams: ({ orderId, customerId }) => [paymentStream(orderId), accountStream(customerId)],

  quote: () => ({ ok: false, reason: 'NO_PRICES' }),

  hold: (states, { orderId, customerId, amount }) => {
    const payment = paymentOf(states, orderId);
    if (payment) throw new Error(`order ${orderId} has a payment already: ${payment.status}`);
    const account = asAccount(states[accountStream(customerId)]);
    if (!account) return { ok: false, reason: 'UNKNOWN_CUSTOMER' };
    if (account.balance < amount) return { ok: false, reason: 'INSUFFICIENT_FUNDS' };
    const data = { orderId, customerId, amount };
    return {
      ok: true,
      events: [{ stream: paymentStream(orderId), type: 'PaymentHeld', data }, moved('AmountHeld', data)],
    };
  },

  confirm: (states, { orderId }) => {
    const { customerId, amount } = heldOf(paymentOf(states, orderId));
    const data = { orderId, customerId, amount };
    return [{ stream: paymentStream(orderId), type: 'PaymentCharged', data }, moved('AmountCaptured', data)];
  },

  release: (states, { wanted: { orderId } }) => {
    const payment = paymentOf(states, orderId);
    if (payment?.status !== 'HELD') return [];
    const { customerId, amount } = payment;
    return [
      { stream: paymentStream(orderId), type: 'PaymentReleased', data: { orderId } },
      moved('AmountReleased', { orderId, customerId, amount }),
    ];
  },
};

/** The same money where nobody holds first: charged at once, and given back if the order is rejected. */
export const moneyAtOnce: typeof money = {
  ...money,

  hold: (states, terms) => {
    const held = money.hold(states, terms);
    const { orderId, customerId, amount } = terms;
    const data = { orderId, customerId, amount };
    return held.ok
      ? {
          ok: true,
          events: [
            { stream: paymentStream(orderId), type: 'PaymentCharged', data },
            moved('AmountCharged', data),
          ],
        }
      : held;
  },

  /** It is the shop's already. @throws Error if nothing is charged. */
  confirm: (states, { orderId }) => {
    charged(paymentOf(states, orderId));
    return [];
  },

  release: (states, { wanted: { orderId } }) => {
    const payment = paymentOf(states, orderId);
    if (payment?.status !== 'CHARGED') return [];
    const { customerId, amount } = payment;
    return [
      { stream: paymentStream(orderId), type: 'PaymentRefunded', data: { orderId } },
      moved('AmountRefunded', { orderId, customerId, amount }),
    ];
  },
};

interface Part {
  readonly orderId: string;
  readonly customerId: string;
  readonly amount: number;
}

const moved = (type: AmountEvent, { orderId, customerId, amount }: Part): AccountEvent => ({
  stream: accountStream(customerId),
  type,
  data: { orderId, amount, currency: CURRENCY },
});
