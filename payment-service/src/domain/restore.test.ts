// An account that is brought back to an earlier version of it.
import { restorationOf } from '@saga-lab/platform/decider/restoration';
import { message, specification } from '@saga-lab/platform/testing/given';
import type { AccountEvent } from './account.ts';
import { decider } from './decider.ts';
import { accountHolds, inTheWayOf } from './restore.ts';
import type { RestoreAccount } from './restore.ts';

const given = specification(decider);
const stream = 'account-ada';
const opened = (opening: number): AccountEvent => ({
  stream,
  type: 'AccountOpened',
  data: { opening, by: 'grace' },
});
const adjusted = (opening: number): AccountEvent => ({
  stream,
  type: 'AccountAdjusted',
  data: { opening, by: 'grace' },
});
const charged = (amount: number, orderId = 'o1'): AccountEvent => ({
  stream,
  type: 'AmountCharged',
  data: { orderId, amount, currency: 'EUR' },
});
const refunded = (amount: number, orderId = 'o1'): AccountEvent => ({
  stream,
  type: 'AmountRefunded',
  data: { orderId, amount, currency: 'EUR' },
});

const held = (amount: number, orderId = 'o1'): AccountEvent => ({
  stream,
  type: 'AmountHeld',
  data: { orderId, amount, currency: 'EUR' },
});

/** As the entry point asks for it, having read all of `events`. */
const restore = (
  events: readonly AccountEvent[],
  toVersion: number,
  named: readonly string[] = [],
  undoneSince = false,
) => {
  const numbered = events.map((event, n) => ({ ...event, version: n + 1 }));
  const { state, held, seen, undone } = restorationOf(accountHolds, numbered, toVersion, {
    undone: named,
    undoneSince,
  });
  return message<RestoreAccount>({
    type: 'RestoreAccount',
    data: {
      customerId: 'ada',
      toVersion,
      reason: 'a mistake',
      by: 'grace',
      seen,
      held: inTheWayOf({ undone, undoneSince }, held),
      undone,
      undoneSince,
      balance: state?.balance ?? 0,
    },
  });
};
const restored = (toVersion: number, opening: number, undone: readonly string[] = []): AccountEvent => ({
  stream,
  type: 'AccountRestored',
  data: { toVersion, opening, undone, undoneSince: false, reason: 'a mistake', by: 'grace' },
});
const when = (events: readonly AccountEvent[], toVersion: number, undone: readonly string[] = []) =>
  given(events).when(restore(events, toVersion, undone));

describe('restoring an account', () => {
  it('brings back what was paid in', () => {
    when([opened(100), adjusted(900)], 1).then([restored(1, 100)]);
  });

  it('leaves what was charged then as it is, and what was given back of it since', () => {
    const paid = [opened(100), charged(30), adjusted(900)];
    when(paid, 2).then([restored(2, 100)]);
    when([...paid, refunded(30)], 2).then([restored(2, 100)]);
  });

  it('is refused while an order holds money that was there then', () => {
    when([opened(100), charged(30), charged(20, 'o2')], 1).thenRefuses('HELD_BY_SAGAS');
    when([opened(100), charged(30), charged(20, 'o2')], 1, ['o1']).thenRefuses('HELD_BY_SAGAS');
  });

  it('gives back what orders paid that are undone, whenever that was', () => {
    when([opened(100), charged(30)], 1, ['o1', 'another']).then([restored(1, 130, ['o1'])]);
  });

  it('gives back what all paid that paid only since, without a name', () => {
    const events = [opened(100), charged(5, 'early'), charged(30), charged(20, 'o2'), refunded(5, 'early')];
    const back = {
      ...restored(2, 150),
      data: { ...restored(2, 150).data, undoneSince: true },
    } as AccountEvent;
    given(events)
      .when(restore(events, 2, [], true))
      .then([back]);
  });

  it('takes an order back that had paid by then', () => {
    when([opened(100), charged(30), adjusted(900)], 2, ['o1']).then([restored(2, 130, ['o1'])]);
  });

  it('takes nothing back while money is on hold, which may yet be given back by itself', () => {
    const past = [opened(100), held(30)];
    given(past)
      .when(restore(past, 1, ['o1']))
      .thenRefuses('MONEY_ON_HOLD');
    given(past)
      .when(restore(past, 1, [], true))
      .thenRefuses('MONEY_ON_HOLD');
  });

  it('changes nothing where all is as it was', () => {
    when([opened(100), charged(30), refunded(30)], 1).then([]);
  });

  it('is refused on any other version than the one that was looked at', () => {
    given([opened(100), adjusted(200), adjusted(300)])
      .when(restore([opened(100), adjusted(200)], 1))
      .thenRefuses('CHANGED_MEANWHILE');
  });

  it('is refused where more would have been paid in than can be counted', () => {
    when([opened(Number.MAX_SAFE_INTEGER), charged(30)], 1, ['o1']).thenRefuses('TOO_MUCH_MONEY');
  });
});
