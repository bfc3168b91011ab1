// The money of accounts under any protocol: held, and then captured or released.
import type { Terms } from '@saga-lab/protocols/terms';
import { expect } from 'chai';
import fc from 'fast-check';
import { replay } from '@saga-lab/platform/decider/decider';
import { unguarded } from '@saga-lab/platform/decider/barrier';
import { statesOf } from '@saga-lab/platform/testing/given';
import type { AccountEvent, AmountEvent } from './account.ts';
import { evolveAccount } from './account.ts';
import { asAccount, decider } from './decider.ts';
import type { PaymentEvent } from './payment.ts';
import { money, moneyAtOnce } from './resource.ts';

type Event = AccountEvent | PaymentEvent;

const orderOf = (orderId: string, amount: number): Terms => ({
  orderId,
  customerId: 'ada',
  lines: [{ sku: 'lamp', quantity: 1, unitPrice: amount }],
  amount,
});
const terms = orderOf('o1', 300);
const opened = (opening: number): AccountEvent => ({
  stream: 'account-ada',
  type: 'AccountOpened',
  data: { opening, by: 'grace' },
});
const moved = (type: AmountEvent): AccountEvent => ({
  stream: 'account-ada',
  type,
  data: { orderId: 'o1', amount: 300, currency: 'EUR' },
});
const { customerId, amount } = terms;
const paymentEvent = (type: 'PaymentHeld' | 'PaymentCharged'): PaymentEvent => ({
  stream: 'payment-o1',
  type,
  data: { orderId: 'o1', customerId, amount },
});
const held: readonly Event[] = [paymentEvent('PaymentHeld'), moved('AmountHeld')];
const captured: readonly Event[] = [paymentEvent('PaymentCharged'), moved('AmountCaptured')];
const released: readonly Event[] = [
  { stream: 'payment-o1', type: 'PaymentReleased', data: { orderId: 'o1' } },
  moved('AmountReleased'),
];

const given = (past: readonly Event[]) => unguarded(statesOf(decider, past));
const giveback = { wanted: terms, reason: 'OUT_OF_STOCK' };

describe('money that is held for an order', () => {
  it('is set aside: nobody else can have it, and nothing is charged yet', () => {
    expect(money.hold(given([opened(300)]), terms)).to.deep.equal({ ok: true, events: held });
    const account = asAccount(given([opened(300), ...held])['account-ada']);
    expect(account).to.include({ balance: 0, charged: 0, held: 300 });
    const another = money.hold(given([opened(300), ...held]), orderOf('o2', 1));
    expect(another).to.deep.equal({ ok: false, reason: 'INSUFFICIENT_FUNDS' });
  });

  it('is refused where it is not there, or where nobody knows the customer', () => {
    expect(money.hold(given([opened(299)]), terms)).to.deep.equal({
      ok: false,
      reason: 'INSUFFICIENT_FUNDS',
    });
    expect(money.hold(given([]), terms)).to.deep.equal({ ok: false, reason: 'UNKNOWN_CUSTOMER' });
  });

  it('is charged once it is confirmed', () => {
    const past = [opened(500), ...held];
    expect(money.confirm(given(past), terms)).to.deep.equal(captured);
    const account = asAccount(given([...past, ...captured])['account-ada']);
    expect(account).to.include({ balance: 200, charged: 300, held: 0, refunded: 0 });
  });

  it('is there again once it is released, and a second release changes nothing', () => {
    const past = [opened(500), ...held];
    expect(money.release(given(past), giveback)).to.deep.equal(released);
    expect(asAccount(given([...past, ...released])['account-ada'])).to.include({ balance: 500, held: 0 });
    expect(money.release(given([...past, ...released]), giveback)).to.deep.equal([]);
    expect(money.release(given([opened(500)]), giveback)).to.deep.equal([]);
  });

  it('cannot be confirmed where nothing is held, nor held twice: that is a bug of the protocol', () => {
    expect(() => money.confirm(given([opened(500)]), terms)).to.throw('nothing is held');
    expect(() => money.hold(given([opened(500), ...held]), terms)).to.throw('has a payment already');
    expect(() => money.confirm(given([opened(500), ...held, ...released]), terms)).to.throw('RELEASED');
  });

  it('has no price of its own', () => {
    expect(money.quote(given([opened(500)]), terms)).to.deep.equal({ ok: false, reason: 'NO_PRICES' });
  });

  it('names every stream that it writes', () => {
    const written = [...held, ...captured, ...released].map(({ stream }) => stream);
    expect(money.streams(terms)).to.have.members([...new Set(written)]);
  });

  it('is read out of a snapshot from before there were holds', () => {
    const { held: _held, ...before } = evolveAccount(undefined, opened(500));
    const account = evolveAccount(before as ReturnType<typeof evolveAccount>, moved('AmountHeld'));
    expect(account).to.include({ balance: 200, held: 300 });
  });
});

const acts = ['hold', 'confirm', 'release'] as const;

interface Act {
  readonly orderId: string;
  readonly amount: number;
  readonly what: (typeof acts)[number];
}

describe('money that is taken at once', () => {
  const charged: readonly Event[] = [paymentEvent('PaymentCharged'), moved('AmountCharged')];
  const refunded: readonly Event[] = [
    { stream: 'payment-o1', type: 'PaymentRefunded', data: { orderId: 'o1' } },
    moved('AmountRefunded'),
  ];

  it('is charged, as a saga charges it, or refused for the same reasons', () => {
    expect(moneyAtOnce.hold(given([opened(300)]), terms)).to.deep.equal({ ok: true, events: charged });
    expect(moneyAtOnce.hold(given([opened(299)]), terms)).to.include({ reason: 'INSUFFICIENT_FUNDS' });
  });

  it('stays where it is once that is confirmed, and is given back once if it is not', () => {
    const past = [opened(500), ...charged];
    expect(moneyAtOnce.confirm(given(past), terms)).to.deep.equal([]);
    expect(moneyAtOnce.release(given(past), giveback)).to.deep.equal(refunded);
    expect(moneyAtOnce.release(given([...past, ...refunded]), giveback)).to.deep.equal([]);
    expect(() => moneyAtOnce.confirm(given([opened(500)]), terms)).to.throw('nothing is charged');
  });
});

describe('money under any protocol', () => {
  const act: fc.Arbitrary<Act> = fc.record({
    orderId: fc.constantFrom('o1', 'o2', 'o3'),
    amount: fc.integer({ min: 0, max: 500 }),
    what: fc.constantFrom(...acts),
  });

  /** What the act leads to; nothing where it is impossible. */
  const eventsOf = (past: readonly Event[], { orderId, amount, what }: Act) => {
    const states = given(past);
    const order = orderOf(orderId, amount);
    try {
      if (what === 'release') return money.release(states, { wanted: order, reason: 'X' });
      if (what === 'confirm') return money.confirm(states, order);
      const hold = money.hold(states, order);
      return hold.ok ? hold.events : [];
    } catch {
      return [];
    }
  };

  it('is conserved whatever is held, confirmed and released in whatever order', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 15 }), fc.integer({ min: 0, max: 900 }), (all, opening) => {
        const events: Event[] = [opened(opening)];
        for (const each of all) {
          events.push(...eventsOf(events, each));
          const ofAccount = events.filter(({ stream }) => stream === 'account-ada') as AccountEvent[];
          const account = replay(evolveAccount, ofAccount);
          const { balance = NaN, charged = NaN, held: aside = NaN } = account ?? {};
          expect(balance + charged + aside).to.equal(opening);
          expect(Math.min(balance, charged, aside)).to.be.at.least(0);
        }
      }),
    );
  });
});
