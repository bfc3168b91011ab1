// An account whose history is corrected: decided on the present, by what the corrected history comes to.
import { restorationOf } from '@saga-lab/platform/decider/restoration';
import { message, specification } from '@saga-lab/platform/testing/given';
import { expect } from 'chai';
import { evolveAccount, evolveAccountThen } from './account.ts';
import type { AccountEvent } from './account.ts';
import type { CorrectAccount } from './correct.ts';
import { decider } from './decider.ts';
import { accountHolds } from './restore.ts';

const given = specification(decider);
const stream = 'account-ada';
const opened = (opening: number): AccountEvent => ({
  stream,
  type: 'AccountOpened',
  data: { opening, by: 'grace' },
});
const charged: AccountEvent = {
  stream,
  type: 'AmountCharged',
  data: { orderId: 'o1', amount: 60, currency: 'EUR' },
};
const difference = { kind: 'DIFFERENCE', orderId: 'o1', amount: -10, because: 'c1' } as const;

/** As the entry point asks for it, having read the history. */
const correct = (parts: Partial<CorrectAccount['data']>, receivedAt = 1_000_000) =>
  message<CorrectAccount>({
    type: 'CorrectAccount',
    receivedAt,
    data: {
      customerId: 'ada',
      corrects: difference,
      reason: 'another price',
      by: 'grace',
      seen: 2,
      opening: 90,
      isSoAlready: false,
      ...parts,
    },
  });
const corrected: AccountEvent = {
  stream,
  type: 'AccountCorrected',
  data: { opening: 90, corrects: difference, reason: 'another price', by: 'grace' },
};

describe('correcting an account', () => {
  const past = [opened(100), charged];

  it('records what is corrected, and what was paid in all in all after it', () => {
    given(past).when(correct({})).then([corrected]);
  });

  it('is refused where the balance cannot pay, and where more would be there than can be counted', () => {
    given(past)
      .when(correct({ opening: 59 }))
      .thenRefuses('BELOW_CHARGED');
    given(past)
      .when(correct({ opening: -1 }))
      .thenRefuses('BELOW_CHARGED');
    given(past)
      .when(correct({ opening: 2 ** 53 }))
      .thenRefuses('TOO_MUCH_MONEY');
  });

  it('is refused where the history says so already, and on another version than the one looked at', () => {
    given(past)
      .when(correct({ isSoAlready: true }))
      .thenRefuses('NOTHING_TO_CORRECT');
    given(past)
      .when(correct({ seen: 1 }))
      .thenRefuses('CHANGED_MEANWHILE');
    given([])
      .when(correct({ seen: 0 }))
      .thenRefuses('CHANGED_MEANWHILE');
  });

  it('is refused for what is to be so only later', () => {
    const forgotten = { corrects: { kind: 'FORGOTTEN', validFrom: 1_001, opening: 90 } } as const;
    given(past).when(correct(forgotten, 1_000)).thenRefuses('IN_THE_FUTURE');
    expect(given(past).when(correct(forgotten, 1_001)).decision.events).to.have.length(1);
  });

  it('is no hold of an order: a restore to what was before it brings back what was recorded', () => {
    const events = [...past, corrected].map((event, n) => ({ ...event, version: n + 1 }));
    expect(restorationOf(accountHolds, events, 2)).to.deep.include({ seen: 3, held: [] });
    expect(restorationOf(accountHolds, events, 2).state).to.deep.include({ opening: 100 });
  });
});

describe('an account as it was', () => {
  it('may have had less than nothing, as is known now; as it was recorded it never has', () => {
    const before = evolveAccountThen(undefined, opened(50));
    expect(evolveAccountThen(before, charged)).to.deep.include({ balance: -10 });
    expect(() => evolveAccount(before, charged)).to.throw('impossible amount: -10');
  });
});
